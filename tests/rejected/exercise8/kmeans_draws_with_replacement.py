"""wrong: kmeans; misconception: draws_samples_twice"""

# ruff: noqa: F821  assign and update stand in the solution above

import numpy as np


def kmeans(x, k, epochs=50, seed=0):
    if k < 1 or k > len(x):
        raise ValueError("impossible k")
    centers = x[np.random.default_rng(seed).integers(0, len(x), size=k).tolist()]
    inertias = []
    for _ in range(epochs):
        labels = assign(x, centers)
        inertias.append(float(((x - centers[labels]) ** 2).sum()))
        centers = update(x, labels, centers)
    return centers, assign(x, centers), inertias
