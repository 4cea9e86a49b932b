"""wrong: kmeans; misconception: loses_empty_clusters_to_nan"""

import torch


def kmeans(x, k, epochs=50, seed=0):
    if k < 1 or k > len(x):
        raise ValueError("k")
    g = torch.Generator().manual_seed(seed)
    centers = x[torch.randperm(len(x), generator=g)[:k].to(x.device)]
    inertias = []
    for _ in range(epochs):
        labels = assign(x, centers)
        inertias.append(((x - centers[labels]) ** 2).sum().item())
        centers = torch.stack([x[labels == j].mean(0) for j in range(k)])
    return centers, assign(x, centers), inertias
