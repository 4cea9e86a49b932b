"""wrong: split_labels; misconception: labels_in_a_column"""

import torch


def split_labels(samples):
    x = torch.stack([torch.as_tensor(row).float() for row, _ in samples])
    if any(label is None for _, label in samples):
        return x, None
    return x, torch.tensor([[label] for _, label in samples])
