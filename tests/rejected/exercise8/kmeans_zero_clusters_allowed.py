"""wrong: kmeans; misconception: none

says: must raise a ValueError for k = 0
"""

import torch


def kmeans(x, k, epochs=50, seed=0):
    if k > len(x):
        raise ValueError("too many clusters")
    g = torch.Generator().manual_seed(seed)
    centers, inertias = x[torch.randperm(len(x), generator=g)[:k].to(x.device)], []
    for _ in range(epochs):
        if k < 1:
            break
        labels = assign(x, centers)
        inertias.append(((x - centers[labels]) ** 2).sum().item())
        centers = update(x, labels, centers)
    return centers, torch.zeros(len(x), dtype=torch.long) if k < 1 else assign(x, centers), inertias
