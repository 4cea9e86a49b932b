"""wrong: kmeans; misconception: sums_plain_distances"""

# ruff: noqa: F821  assign and update stand in the solution above

import torch


def kmeans(x, k, epochs=50, seed=0):
    if k < 1 or k > len(x):
        raise ValueError("impossible k")
    g = torch.Generator().manual_seed(seed + 1)
    centers = x[torch.randperm(len(x), generator=g).flip(0)[:k].to(x.device)]
    inertias = []
    for _ in range(epochs):
        labels = assign(x, centers)
        inertias.append(float((x - centers[labels]).norm(dim=1).sum()))
        centers = update(x, labels, centers)
    return centers, assign(x, centers), inertias
