"""A homework script: blobs are drawn and clustered while the file is read, with a class behind the functions."""

import random

import numpy as np
import torch
from torch.nn.functional import one_hot, pairwise_distance

np.random.seed(7)


def split_labels(samples):
    xs, ys = [], []
    for features, label in samples:
        xs.append(np.array(features, dtype=float))
        ys.append(label)
    x = torch.tensor(np.array(xs)).float()
    if any(label is None for label in ys):
        return x, None
    return x, torch.tensor(ys).long()


def assign(x, centers):
    columns = [pairwise_distance(x, c.expand_as(x), eps=0.0) for c in centers]
    return torch.stack(columns, dim=1).argmin(dim=1)


def update(x, labels, centers):
    new = []
    for j, old in enumerate(centers):
        members = x[labels == j]
        new.append(members.mean(dim=0) if len(members) > 0 else old)
    return torch.stack(new)


class KMeans:
    def __init__(self, k, epochs, seed):
        self.k, self.epochs, self.rng = k, epochs, np.random.RandomState(seed % 2**32)
        self.inertias_ = []

    def fit(self, x):
        rows = self.rng.choice(len(x), self.k, replace=False)
        self.centers_ = x[torch.from_numpy(rows).to(x.device)].clone()
        for _ in range(self.epochs):
            labels = assign(x, self.centers_)
            self.inertias_.append(float(((x - self.centers_[labels]) ** 2).sum()))
            moved = update(x, labels, self.centers_)
            done = torch.equal(moved, self.centers_)
            self.centers_ = moved
            if done:
                break
        self.labels_ = assign(x, self.centers_)
        return self


def kmeans(x, k, epochs=50, seed=0):
    if k < 1 or k > x.shape[0]:
        raise ValueError("k must be between 1 and %d, got %r" % (x.shape[0], k))
    model = KMeans(k, epochs, seed).fit(x)
    return model.centers_, model.labels_, model.inertias_


blobs = torch.tensor(np.random.randn(60, 2) + 6 * one_hot(torch.arange(60) % 2).numpy()).float()
centers, labels, inertias = kmeans(blobs, 2)
print("inertia", round(inertias[0], 2), "->", round(inertias[-1], 2))
random.shuffle(inertias)
