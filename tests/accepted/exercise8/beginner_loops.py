"""Beginner: explicit loops over samples, centers and coordinates."""

import random

import torch


def split_labels(samples):
    rows = []
    labels = []
    missing = 0
    for features, label in samples:
        row = []
        for value in features:
            row.append(float(value))
        rows.append(row)
        if label is None:
            missing = missing + 1
        else:
            labels.append(int(label))
    x = torch.tensor(rows)
    if missing > 0:
        y = None
    else:
        y = torch.tensor(labels)
    return x, y


def squared_distance(a, b):
    total = 0.0
    for j in range(len(a)):
        total = total + (a[j] - b[j]) ** 2
    return float(total)


def assign(x, centers):
    labels = []
    for i in range(len(x)):
        best = 0
        best_distance = squared_distance(x[i], centers[0])
        for j in range(1, len(centers)):
            distance = squared_distance(x[i], centers[j])
            if distance < best_distance:
                best = j
                best_distance = distance
        labels.append(best)
    return torch.tensor(labels).to(x.device)


def update(x, labels, centers):
    new_centers = centers.clone()
    for j in range(len(centers)):
        members = []
        for i in range(len(x)):
            if labels[i] == j:
                members.append(x[i])
        if len(members) > 0:
            total = members[0]
            for member in members[1:]:
                total = total + member
            new_centers[j] = total / len(members)
    return new_centers


def kmeans(x, k, epochs=50, seed=0):
    if k < 1:
        raise ValueError("k must be at least 1")
    if k > len(x):
        raise ValueError("k must not be larger than the number of samples")
    chooser = random.Random(seed)
    chosen = chooser.sample(range(len(x)), k)
    centers = torch.stack([x[i] for i in chosen])
    inertias = []
    for epoch in range(epochs):
        labels = assign(x, centers)
        inertia = 0.0
        for i in range(len(x)):
            inertia = inertia + squared_distance(x[i], centers[labels[i]])
        inertias.append(inertia)
        new_centers = update(x, labels, centers)
        moved = float((new_centers - centers).abs().max())
        centers = new_centers
        if moved < 1e-6:
            break
    return centers, assign(x, centers), inertias
