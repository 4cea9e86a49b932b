"""wrong: kmeans; misconception: assigns_once"""

import torch


def kmeans(x, k, epochs=50, seed=0):
    if k < 1 or k > len(x):
        raise ValueError("k")
    g = torch.Generator().manual_seed(seed)
    centers = x[torch.randperm(len(x), generator=g)[:k].to(x.device)]
    labels, inertias = assign(x, centers), []
    for _ in range(epochs):
        inertias.append(float(((x - centers[labels]) ** 2).sum()))
        centers = update(x, labels, centers)
    return centers, labels, inertias
