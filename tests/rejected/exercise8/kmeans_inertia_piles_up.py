"""wrong: kmeans; misconception: never_resets_the_inertia"""

import torch


def kmeans(x, k, epochs=50, seed=0):
    if k < 1 or k > len(x):
        raise ValueError("k")
    g = torch.Generator().manual_seed(seed)
    centers = x[torch.randperm(len(x), generator=g)[:k].to(x.device)]
    inertias, inertia = [], 0.0
    for _ in range(epochs):
        labels = assign(x, centers)
        for i in range(len(x)):
            inertia += (x[i] - centers[labels[i]]).pow(2).sum().item()
        inertias.append(inertia)
        centers = update(x, labels, centers)
    return centers, assign(x, centers), inertias
