"""Lists and plain Python arithmetic, tensors only at the border."""

import random

import torch


def split_labels(samples):
    xs, ys = [], []
    for features, label in samples:
        xs.append([float(value) for value in features])
        ys.append(label)
    x = torch.tensor(xs, dtype=torch.float32)
    for label in ys:
        if label is None:
            return x, None
    return x, torch.tensor(ys).long()


def squared_distance(a, b):
    return sum((p - q) ** 2 for p, q in zip(a, b))


def assign(x, centers):
    labels = []
    points = centers.tolist()
    for sample in x.tolist():
        best, best_distance = 0, float("inf")
        for j, center in enumerate(points):
            distance = squared_distance(sample, center)
            if distance < best_distance:
                best, best_distance = j, distance
        labels.append(best)
    return torch.tensor(labels, device=x.device)


def update(x, labels, centers):
    rows = [list(row) for row in centers.tolist()]
    samples, owners = x.tolist(), labels.tolist()
    for j in range(len(rows)):
        mine = [sample for sample, owner in zip(samples, owners) if owner == j]
        if mine:
            rows[j] = [sum(column) / len(mine) for column in zip(*mine)]
    return torch.tensor(rows, dtype=x.dtype, device=x.device)


def kmeans(x, k, epochs=50, seed=0):
    if k < 1 or len(x) < k:
        raise ValueError(k)
    centers = x[sorted(random.Random(seed).sample(range(len(x)), k))]
    labels, inertias = None, []
    for _ in range(epochs):
        labels = assign(x, centers)
        distances = [squared_distance(a, b) for a, b in zip(x.tolist(), centers[labels].tolist())]
        inertias.append(float(sum(distances)))
        moved = update(x, labels, centers)
        if moved.tolist() == centers.tolist():
            break
        centers = moved
    return centers, assign(x, centers), inertias
