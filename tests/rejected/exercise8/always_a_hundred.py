"""wrong: kmeans; misconception: none

says: must give one inertia for each epoch
"""

import torch


def kmeans(x, k, epochs=50, seed=0):
    if not 1 <= k <= len(x):
        raise ValueError("k must be between 1 and n")
    g = torch.Generator().manual_seed(seed)
    centers = x[torch.randperm(len(x), generator=g)[:k].to(x.device)]
    inertias = []
    for _ in range(100):
        labels = assign(x, centers)
        inertias.append(((x - centers[labels]) ** 2).sum().item())
        centers = update(x, labels, centers)
    return centers, assign(x, centers), inertias
