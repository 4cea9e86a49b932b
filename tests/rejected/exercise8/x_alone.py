"""wrong: split_labels; misconception: returns_x_alone"""

import torch


def split_labels(samples):
    x = torch.stack([torch.as_tensor(row, dtype=torch.float) for row, _ in samples])
    labels = [label for _, label in samples]
    if None in labels:
        return x
    return x, torch.tensor(labels)
