"""Masks, one-hot products and bincount; k-means stops when no label changes."""

import numpy as np
import torch
import torch.nn.functional as F


def split_labels(samples):
    features, labels = zip(*samples)
    x = torch.from_numpy(np.stack([np.asarray(f, dtype=np.float32) for f in features]))
    y = None
    if all(label is not None for label in labels):
        y = torch.LongTensor(list(labels))
    return x, y


def assign(x, centers):
    return torch.stack([((x - c) ** 2).sum(1) for c in centers], dim=1).min(dim=1).indices


def update(x, labels, centers):
    member = F.one_hot(labels, len(centers)).to(x.dtype)
    counts = member.sum(0)
    means = member.T @ x / counts.clamp(min=1).unsqueeze(1)
    return torch.where((counts > 0).unsqueeze(1), means, centers)


def kmeans(x, k, epochs=50, seed=0):
    if not 0 < k <= x.shape[0]:
        raise ValueError(f"{k} clusters of {x.shape[0]} samples")
    rng = np.random.RandomState(seed)
    centers = x[rng.choice(x.shape[0], size=k, replace=False).tolist()].clone()
    inertias, before = [], None
    for _ in range(epochs):
        labels = assign(x, centers)
        inertias.append(F.mse_loss(x, centers[labels], reduction="sum").item())
        if before is not None and torch.equal(labels, before):
            break
        centers, before = update(x, labels, centers), labels
    return centers, assign(x, centers), inertias
