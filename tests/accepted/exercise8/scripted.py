"""torch.jit.script around the two steps; scatter and bincount; a while loop that stops when labels stay."""

import warnings

import torch
from torch import Tensor

with warnings.catch_warnings():
    warnings.simplefilter("ignore")

    @torch.jit.script
    def nearest(x: Tensor, centers: Tensor) -> Tensor:
        distances = torch.zeros(x.size(0), centers.size(0), dtype=x.dtype, device=x.device)
        for j in range(centers.size(0)):
            distances[:, j] = (x - centers[j]).square().sum(dim=1)
        return distances.min(dim=1)[1]


def split_labels(samples):
    pairs = list(samples)
    x = torch.empty(len(pairs), len(pairs[0][0]), dtype=torch.float32)
    y = torch.empty(len(pairs), dtype=torch.int64)
    complete = True
    for row, (features, label) in enumerate(pairs):
        for column, value in enumerate(features):
            x[row, column] = float(value)
        if label is None:
            complete = False
        else:
            y[row] = label
    return x, (y if complete else None)


def assign(x, centers):
    return nearest(x, centers)


def update(x, labels, centers):
    counts = torch.bincount(labels, minlength=len(centers))
    sums = torch.zeros_like(centers).index_add_(0, labels, x)
    means = sums / counts.clamp_min(1).unsqueeze(1).to(x.dtype)
    return torch.where((counts == 0).unsqueeze(1), centers, means)


def kmeans(x, k, epochs=50, seed=0):
    n = x.size(0)
    if k <= 0 or k > n:
        raise ValueError("k has to be one of 1, ..., n")
    order = torch.rand(n, generator=torch.Generator().manual_seed(seed)).argsort()
    centers, labels, inertias = x[order[:k].to(x.device)], None, []
    while len(inertias) < epochs:
        new_labels = assign(x, centers)
        inertias.append(torch.nn.functional.mse_loss(centers[new_labels], x, reduction="sum").item())
        if labels is not None and torch.equal(labels, new_labels):
            break
        labels, centers = new_labels, update(x, new_labels, centers)
    return centers, assign(x, centers), inertias
