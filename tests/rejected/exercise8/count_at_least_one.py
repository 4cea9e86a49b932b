"""wrong: update; misconception: sends_empty_centers_to_zero"""

import torch


def update(x, labels, centers):
    k = len(centers)
    sums = torch.zeros_like(centers).index_add_(0, labels, x)
    counts = torch.bincount(labels, minlength=k).clamp(min=1)
    return sums / counts[:, None]
