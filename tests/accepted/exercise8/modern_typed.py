"""Modern and typed: cdist, scatter, a frozen dataclass, k-means++ with a private generator."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True)
class Clustering:
    centers: Tensor
    labels: Tensor

    def inertia(self, x: Tensor) -> float:
        return float(torch.nn.functional.mse_loss(self.centers[self.labels], x, reduction="sum"))


def split_labels(samples: Sequence[tuple]) -> tuple[Tensor, Tensor | None]:
    features, labels = map(list, zip(*samples, strict=True))
    x = torch.vstack([torch.as_tensor(row, dtype=torch.float32) for row in features])
    match labels:
        case [*known] if all(isinstance(label, int) for label in known):
            return x, torch.tensor(known, dtype=torch.int64)
        case _:
            return x, None


def assign(x: Tensor, centers: Tensor) -> Tensor:
    return torch.cdist(x, centers).argmin(dim=-1)


def update(x: Tensor, labels: Tensor, centers: Tensor) -> Tensor:
    sizes = torch.zeros(len(centers), dtype=x.dtype, device=x.device).index_add(0, labels, x.new_ones(len(x)))
    means = torch.zeros_like(centers).index_add(0, labels, x) / sizes.clamp(min=1).unsqueeze(-1)
    return means.where((sizes > 0).unsqueeze(-1), centers)


def first_centers(x: Tensor, k: int, seed: int) -> Tensor:
    generator = torch.Generator(device="cpu").manual_seed(seed)
    samples = x.detach().double().cpu()
    chosen = [int(torch.randint(len(x), (), generator=generator))]
    while len(chosen) < k:
        nearest = (samples[:, None] - samples[chosen][None]).square().sum(-1).amin(-1)
        chosen.append(int(torch.multinomial(nearest, 1, generator=generator)))
    return x[chosen]


def rounds(x: Tensor, centers: Tensor, epochs: int) -> Iterator[Clustering]:
    for _ in range(epochs):
        moved = update(x, assign(x, centers), centers)
        yield Clustering(moved, assign(x, moved))
        if torch.allclose(moved, centers):
            return
        centers = moved


def kmeans(x: Tensor, k: int, epochs: int = 50, seed: int = 0) -> tuple[Tensor, Tensor, list[float]]:
    if k not in range(1, len(x) + 1):
        raise ValueError(f"{k=} must lie in 1..{len(x)}")
    history = list(rounds(x, first_centers(x, k, seed), epochs))
    return history[-1].centers, history[-1].labels, [state.inertia(x) for state in history]
