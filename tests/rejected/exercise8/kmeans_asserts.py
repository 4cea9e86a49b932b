"""wrong: kmeans; misconception: refuses_with_an_assertion"""

import torch


def kmeans(x, k, epochs=50, seed=0):
    assert 1 <= k <= len(x), "k must be between 1 and n"
    g = torch.Generator().manual_seed(seed)
    centers, inertias = x[torch.randperm(len(x), generator=g)[:k].to(x.device)], []
    for _ in range(epochs):
        labels = assign(x, centers)
        inertias.append(((x - centers[labels]) ** 2).sum().item())
        centers = update(x, labels, centers)
    return centers, assign(x, centers), inertias
