"""wrong: kmeans; misconception: none

says: x after kmeans must be
"""

import torch


def kmeans(x, k, epochs=50, seed=0):
    if k < 1 or k > len(x):
        raise ValueError("k")
    g = torch.Generator().manual_seed(seed)
    centers = x[torch.randperm(len(x), generator=g)[:k].to(x.device)]
    x -= x.mean(0)
    centers, inertias = centers - x.mean(0), []
    for _ in range(epochs):
        labels = assign(x, centers)
        inertias.append(((x - centers[labels]) ** 2).sum().item())
        centers = update(x, labels, centers)
    return centers, assign(x, centers), inertias
