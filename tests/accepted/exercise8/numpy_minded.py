"""NumPy-minded: arrays inside, tensors at the door."""

import numpy as np
import torch


def split_labels(samples):
    features, labels = zip(*samples)
    x = torch.from_numpy(np.array([np.asarray(row, dtype=np.float32) for row in features], dtype=np.float32))
    if any(label is None for label in labels):
        return x, None
    return x, torch.from_numpy(np.array(labels, dtype=np.int64))


def _array(tensor):
    return tensor.detach().cpu().numpy()


def assign(x, centers):
    difference = _array(x)[:, None, :] - _array(centers)[None, :, :]
    return torch.from_numpy(np.argmin((difference**2).sum(axis=-1), axis=1)).to(x.device)


def update(x, labels, centers):
    samples, names, means = _array(x), _array(labels), _array(centers).copy()
    for j in np.unique(names):
        means[j] = samples[names == j].mean(axis=0)
    return torch.from_numpy(means).to(x.device)


def kmeans(x, k, epochs=50, seed=0):
    n = x.shape[0]
    if k < 1 or k > n:
        raise ValueError(f"cannot place {k} centers among {n} samples")
    generator = np.random.default_rng(seed)
    start = generator.choice(n, size=k, replace=False)
    centers = torch.from_numpy(_array(x)[start]).to(x.device)
    inertias = []
    labels = assign(x, centers)
    for _ in range(epochs):
        centers = update(x, labels, centers)
        new_labels = assign(x, centers)
        inertias.append(float(((_array(x) - _array(centers)[_array(new_labels)]) ** 2).sum()))
        settled = bool((new_labels == labels).all())
        labels = new_labels
        if settled:
            break
    return centers, labels, inertias
