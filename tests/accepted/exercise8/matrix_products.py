"""Everything as matrix products: one-hot memberships, the expanded square, chunks of rows."""

import torch
import torch.nn.functional as F


def split_labels(samples):
    x = torch.vstack([torch.as_tensor(features, dtype=torch.float32) for features, _ in samples])
    known = [label for _, label in samples if label is not None]
    return x, (torch.tensor(known, dtype=torch.long) if len(known) == len(samples) else None)


def assign(x, centers):
    labels = []
    for rows in x.split(16):
        squared = (rows.pow(2).sum(1, keepdim=True) + centers.pow(2).sum(1)) - 2 * rows @ centers.t()
        labels.append(squared.argmin(dim=1))
    return torch.cat(labels)


def update(x, labels, centers):
    k = centers.shape[0]
    membership = F.one_hot(labels, num_classes=k).to(x.dtype)
    counts = membership.sum(dim=0).unsqueeze(1)
    means = torch.nan_to_num((membership.t() @ x) / counts)
    keep = (counts == 0).to(x.dtype)
    return means * (1 - keep) + centers * keep


def kmeans(x, k, epochs=50, seed=0):
    n = x.shape[0]
    if k > n or k < 1:
        raise ValueError(f"cannot make {k} clusters of {n} samples")
    g = torch.Generator()
    g.manual_seed(seed)
    centers = x.index_select(0, torch.randperm(n, generator=g)[:k].to(x.device))
    inertias = []
    for epoch in range(epochs):
        labels = assign(x, centers)
        centers = update(x, labels, centers)
        labels = assign(x, centers)
        inertias.append(torch.norm(x - centers[labels]).pow(2).item())
    return centers, labels, inertias
