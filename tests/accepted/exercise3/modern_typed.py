"""Style: typed, with a module, a dataclass and nn.Linear inside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import torch
from torch import Tensor, nn

FLOOR = 1e-12


class Fitted(NamedTuple):
    w: Tensor
    b: Tensor
    losses: list[float]


class Logistic(nn.Module):
    """One linear layer that starts from zeros."""

    def __init__(self, features: int, like: Tensor) -> None:
        super().__init__()
        self.linear = nn.Linear(features, 1, dtype=like.dtype, device=like.device)
        for parameter in self.parameters():
            nn.init.zeros_(parameter)

    def forward(self, x: Tensor) -> Tensor:
        return self.linear(x)


@dataclass(slots=True)
class Trainer:
    model: Logistic
    lr: float
    losses: list[float] = field(default_factory=list)

    def step(self, optimizer: torch.optim.Optimizer, x: Tensor, y: Tensor) -> None:
        def closure() -> Tensor:
            optimizer.zero_grad()
            loss = nn.functional.binary_cross_entropy_with_logits(self.model(x), y)
            loss.backward()
            return loss

        self.losses.append(optimizer.step(closure).item())

    def run(self, x: Tensor, y: Tensor, epochs: int) -> None:
        optimizer = torch.optim.SGD(self.model.parameters(), lr=self.lr)
        for _ in range(epochs):
            self.step(optimizer, x, y)


def _halves(z: Tensor) -> Iterator[Tensor]:
    yield torch.full_like(z, 0.5)
    yield 0.5 * torch.tanh(0.5 * z)


def sigmoid(z: Tensor) -> Tensor:
    base, swing = _halves(z)
    return base + swing


def logistic_regression(x: Tensor, w: Tensor, b: Tensor) -> Tensor:
    return torch.addmm(b, x, w).sigmoid()


def binary_loss(y_pred: Tensor, y: Tensor) -> Tensor:
    chosen = torch.where(y == 1, y_pred, 1 - y_pred)
    return chosen.clamp_min(FLOOR).log().neg().mean()


def binary_loss_with_logits(logits: Tensor, y: Tensor) -> Tensor:
    tail = torch.log1p(torch.exp(-logits.abs()))
    return (torch.relu(logits) - logits * y + tail).mean()


@torch.no_grad()
def classify(x: Tensor, w: Tensor, b: Tensor, threshold: float = 0.5) -> Tensor:
    return logistic_regression(x, w, b).ge(threshold).to(dtype=x.dtype)


@torch.inference_mode()
def accuracy(predicted: Tensor, y: Tensor) -> float:
    return 1.0 - torch.count_nonzero(predicted != y).item() / y.numel()


def fit(x: Tensor, y: Tensor, lr: float = 1.0, epochs: int = 1000) -> Fitted:
    trainer = Trainer(Logistic(x.shape[1], like=x), lr)
    trainer.run(x, y, epochs)
    weight, bias = (parameter.detach() for parameter in trainer.model.parameters())
    return Fitted(weight.T, bias, trainer.losses)
