"""wrong: update; misconception: forgets_to_divide"""

import torch


def update(x, labels, centers):
    new = centers.clone()
    for j in torch.unique(labels).tolist():
        new[j] = x[labels == j].sum(dim=0)
    return new
