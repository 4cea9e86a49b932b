"""wrong: kmeans; misconception: trims_k_to_fit"""

# ruff: noqa: F821  assign and update stand in the solution above

import torch


def kmeans(x, k, epochs=50, seed=0):
    k = max(1, min(k, len(x)))
    g = torch.Generator().manual_seed(seed + 1)
    centers = x[torch.randperm(len(x), generator=g).flip(0)[:k].to(x.device)]
    inertias = []
    for _ in range(epochs):
        labels = assign(x, centers)
        inertias.append(float(((x - centers[labels]) ** 2).sum()))
        centers = update(x, labels, centers)
    return centers, assign(x, centers), inertias
