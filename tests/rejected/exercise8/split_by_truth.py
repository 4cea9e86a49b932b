"""wrong: split_labels; misconception: takes_zero_for_no_label"""

import torch


def split_labels(samples):
    x = torch.tensor([[float(value) for value in features] for features, _ in samples])
    y = []
    for _, label in samples:
        if not label:
            return x, None
        y.append(label)
    return x, torch.tensor(y)
