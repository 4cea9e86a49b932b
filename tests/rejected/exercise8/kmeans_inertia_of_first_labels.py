"""wrong: kmeans; misconception: measures_against_the_first_labels"""

import torch


def kmeans(x, k, epochs=50, seed=0):
    if k < 1 or k > len(x):
        raise ValueError("k")
    g = torch.Generator().manual_seed(seed)
    centers = x[torch.randperm(len(x), generator=g)[:k].to(x.device)]
    first, inertias = assign(x, centers), []
    for _ in range(epochs):
        inertias.append(((x - centers[first]) ** 2).sum().item())
        centers = update(x, assign(x, centers), centers)
    return centers, assign(x, centers), inertias
