"""wrong: kmeans; misconception: starts_from_random_points"""

# ruff: noqa: F821  assign and update stand in the solution above

import torch


def kmeans(x, k, epochs=50, seed=0):
    if k < 1 or k > len(x):
        raise ValueError("impossible k")
    g = torch.Generator().manual_seed(seed)
    low, high = x.amin(0), x.amax(0)
    centers = low + (high - low) * torch.rand(k, x.shape[1], generator=g).to(x)
    inertias = []
    for _ in range(epochs):
        labels = assign(x, centers)
        inertias.append(float(((x - centers[labels]) ** 2).sum()))
        centers = update(x, labels, centers)
    return centers, assign(x, centers), inertias
