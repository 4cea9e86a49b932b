"""Einsum: distances by expansion, means by one-hot products."""

import torch
import torch.nn.functional as F
from torch import einsum


def split_labels(samples):
    x = torch.cat([torch.as_tensor(features).to(torch.float32).reshape(1, -1) for features, _ in samples])
    y = [label for _, label in samples]
    return (x, None) if None in y else (x, torch.as_tensor(y, dtype=torch.long))


def assign(x, centers):
    cross = einsum("nd,kd->nk", x, centers)
    length = einsum("kd,kd->k", centers, centers)
    return torch.argmin(length[None] - 2 * cross, dim=1)


def update(x, labels, centers):
    onehot = F.one_hot(labels, centers.shape[0]).to(x.dtype)
    count = einsum("nk->k", onehot)[:, None]
    total = einsum("nk,nd->kd", onehot, x)
    mean = total / torch.where(count == 0, torch.ones_like(count), count)
    return mean * (count > 0) + centers * (count == 0)


def kmeans(x, k, epochs=50, seed=0):
    if not 0 < k <= x.shape[0]:
        raise ValueError("k out of range")
    g = torch.Generator()
    g.manual_seed(seed)
    weights = torch.ones(x.shape[0])
    centers = x[torch.multinomial(weights, k, replacement=False, generator=g)]
    inertias = []
    for _ in range(epochs):
        labels = assign(x, centers)
        gap = x - centers[labels]
        inertias.append(einsum("nd,nd->", gap, gap).item())
        centers = update(x, labels, centers)
        if len(inertias) > 1 and abs(inertias[-2] - inertias[-1]) <= 1e-6 * inertias[-2]:
            break
    return centers, assign(x, centers), inertias
