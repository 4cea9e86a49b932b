"""Running means instead of sums, argsort instead of argmin, a generator of epochs, early return from a helper."""

import torch


def split_labels(samples):
    rows, labels = [], []
    while len(rows) < len(samples):
        features, label = samples[len(rows)]
        rows.append(torch.as_tensor(features).to(torch.float32))
        labels.append(label)
    if labels.count(None):
        return torch.stack(rows), None
    return torch.stack(rows), torch.as_tensor(labels)


def assign(x, centers):
    gaps = x.unsqueeze(1).sub(centers).square().sum(-1)
    return gaps.argsort(dim=1, stable=True)[:, 0]


def update(x, labels, centers):
    mean, seen = torch.clone(centers), [0] * len(centers)
    for sample, label in zip(x, labels.tolist()):
        seen[label] += 1
        mean[label] = sample if seen[label] == 1 else mean[label] + (sample - mean[label]) / seen[label]
    return mean


def epochs_of(x, centers, epochs):
    for _ in range(epochs):
        labels = assign(x, centers)
        cost = sum(float((sample - centers[label]).square().sum()) for sample, label in zip(x, labels))
        moved = update(x, labels, centers)
        yield moved, cost
        if (moved - centers).abs().max() == 0:
            return
        centers = moved


def kmeans(x, k, epochs=50, seed=0):
    if k not in range(1, len(x) + 1):
        raise ValueError("there must be between one center and one for each sample")
    torch.manual_seed(seed)
    inertias = []
    for centers, cost in epochs_of(x, x[torch.randperm(len(x)).to(x.device)[:k]], epochs):
        inertias.append(cost)
    return centers, assign(x, centers), inertias
