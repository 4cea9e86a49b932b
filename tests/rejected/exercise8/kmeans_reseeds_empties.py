"""wrong: kmeans; misconception: moves_empty_clusters_to_samples"""

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
        new = []
        for j in range(k):
            mine = x[labels == j]
            new.append(mine.mean(0) if len(mine) else x[int(torch.randint(len(x), (1,), generator=g))])
        centers = torch.stack(new)
    return centers, assign(x, centers), inertias
