"""wrong: update; misconception: divides_by_zero"""

import torch


def update(x, labels, centers):
    return torch.stack([x[labels == j].mean(dim=0) for j in range(centers.shape[0])])
