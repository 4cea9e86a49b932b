"""wrong: split_labels; misconception: calls_a_missing_label_zero"""

import torch


def split_labels(samples):
    x, y = [], []
    for features, label in samples:
        x.append(torch.as_tensor(features, dtype=torch.float32))
        y.append(label or 0)
    return torch.stack(x), torch.tensor(y)
