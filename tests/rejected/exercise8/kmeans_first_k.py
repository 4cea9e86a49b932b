"""wrong: kmeans; misconception: starts_from_the_first_samples"""

# ruff: noqa: F821  assign and update stand in the solution above

import torch


def kmeans(x, k, epochs=50, seed=0):
    if k < 1 or k > len(x):
        raise ValueError("impossible k")
    centers = torch.stack([x[i] for i in range(k)])
    inertias = []
    for _ in range(epochs):
        labels = assign(x, centers)
        inertias.append(float(((x - centers[labels]) ** 2).sum()))
        centers = update(x, labels, centers)
    return centers, assign(x, centers), inertias
