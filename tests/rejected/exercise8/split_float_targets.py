"""wrong: split_labels; misconception: makes_float_labels"""

import torch


def split_labels(samples):
    x = torch.Tensor([[float(value) for value in features] for features, _ in samples])
    y = [label for _, label in samples]
    return x, None if any(label is None for label in y) else torch.Tensor(y)
