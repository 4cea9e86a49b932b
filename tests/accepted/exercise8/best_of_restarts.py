"""Research style: several seeded starts, the best run wins; errors as a class of its own."""

import torch


class BadClusterCount(ValueError):
    pass


def split_labels(samples):
    features = [row.tolist() if hasattr(row, "tolist") else list(row) for row, _ in samples]
    labels = [label for _, label in samples]
    has_all = sum(label is None for label in labels) == 0
    return torch.Tensor(features), torch.LongTensor(labels) if has_all else None


def assign(x, centers):
    return torch.stack([(x - center).norm(dim=1) for center in centers], dim=1).min(dim=1).indices


def update(x, labels, centers):
    return torch.stack([x[labels == j].mean(0) if (labels == j).any() else centers[j] for j in range(len(centers))])


def lloyd(x, centers, epochs):
    inertias = []
    for _ in range(epochs):
        labels = assign(x, centers)
        moved = update(x, labels, centers)
        inertias.append((x - moved[labels]).pow(2).sum().item())
        if torch.equal(moved, centers):
            break
        centers = moved
    return centers, assign(x, centers), inertias


def kmeans(x, k, epochs=50, seed=0, restarts=3):
    if not isinstance(k, int) or k <= 0 or k > len(x):
        raise BadClusterCount(k)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        starts = [x[torch.randperm(len(x))[:k]] for _ in range(restarts)]
    return min((lloyd(x, start, epochs) for start in starts), key=lambda result: result[2][-1])
