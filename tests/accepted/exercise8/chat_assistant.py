"""As a chat assistant answers: tolerance for stopping, one function for inertia, type hints and comments everywhere."""

from typing import List, Optional, Tuple, Union

import numpy as np
import torch
from torch import Tensor


def split_labels(samples) -> Tuple[Tensor, Optional[Tensor]]:
    """Split samples into features and labels."""
    features: List[Tensor] = []
    labels: List[Optional[int]] = []
    for feature, label in samples:
        if isinstance(feature, Tensor):
            t = feature.detach().clone().to(torch.float32)
        elif isinstance(feature, np.ndarray):
            t = torch.from_numpy(feature.astype(np.float32))
        else:
            t = torch.tensor(feature, dtype=torch.float32)
        features.append(t)
        labels.append(label)
    x = torch.stack(features, dim=0)
    y = None
    if all(label is not None for label in labels):
        y = torch.tensor(labels, dtype=torch.long)
    return x, y


def assign(x: Tensor, centers: Tensor) -> Tensor:
    """Assign each sample to the nearest center."""
    # ||x - c||^2, without the root
    diff = x[:, None, :] - centers[None, :, :]
    distances = torch.sum(diff**2, dim=-1)
    return torch.argmin(distances, dim=1)


def update(x: Tensor, labels: Tensor, centers: Tensor) -> Tensor:
    """Move centers to the mean of their clusters."""
    k = centers.shape[0]
    new_centers = centers.clone()
    for j in range(k):
        mask = labels == j
        if mask.sum() > 0:
            new_centers[j] = x[mask].mean(dim=0)
        # else: keep the old center
    return new_centers


def compute_inertia(x: Tensor, labels: Tensor, centers: Tensor) -> float:
    return float(torch.sum((x - centers[labels]) ** 2).item())


def kmeans(x: Tensor, k: int, epochs: int = 50, seed: int = 0, tol: Union[float, None] = 1e-7):
    """Lloyd's algorithm."""
    n = x.shape[0]
    if k < 1:
        raise ValueError(f"k must be at least 1, got {k}")
    if k > n:
        raise ValueError(f"k must be at most the number of samples ({n}), got {k}")
    generator = torch.Generator(device="cpu")
    generator.manual_seed(seed)
    indices = torch.randperm(n, generator=generator)[:k].to(x.device)
    centers = x[indices].clone()
    inertias: List[float] = []
    for _ in range(epochs):
        labels = assign(x, centers)
        inertias.append(compute_inertia(x, labels, centers))
        new_centers = update(x, labels, centers)
        shift = (new_centers - centers).norm()
        centers = new_centers
        if tol is not None and shift <= tol:
            break
    labels = assign(x, centers)
    return centers, labels, inertias


if __name__ == "__main__":
    print(kmeans(torch.randn(20, 2), 3))
