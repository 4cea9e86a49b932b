"""wrong: kmeans; misconception: ignores_the_seed"""

# ruff: noqa: F821  assign and update stand in the solution above

import random


def kmeans(x, k, epochs=50, seed=0):
    if k < 1 or k > len(x):
        raise ValueError("impossible k")
    chosen = random.sample(range(len(x)), k)
    centers = x[chosen]
    inertias = []
    for _ in range(epochs):
        labels = assign(x, centers)
        inertias.append(float(((x - centers[labels]) ** 2).sum()))
        centers = update(x, labels, centers)
    return centers, assign(x, centers), inertias
