"""wrong: kmeans; misconception: refuses_as_many_as_rows"""

import torch


def kmeans(x, k, epochs=50, seed=0):
    if k < 1 or k >= len(x):
        raise ValueError("k must be between 1 and n")
    g = torch.Generator().manual_seed(seed)
    centers = x[torch.randperm(len(x), generator=g)[:k].to(x.device)]
    inertias = []
    for _ in range(epochs):
        labels = assign(x, centers)
        inertias.append(((x - centers[labels]) ** 2).sum().item())
        centers = update(x, labels, centers)
    return centers, assign(x, centers), inertias
