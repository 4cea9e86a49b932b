"""Style: typed, with torch.func and small helper classes."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

import torch
from torch import Tensor
from torch.func import grad


class Fitted(NamedTuple):
    w: Tensor
    b: Tensor
    losses: list[float]


@dataclass(frozen=True, slots=True)
class Line:
    w: Tensor
    b: Tensor

    @classmethod
    def flat(cls, like: Tensor) -> Line:
        return cls(like.new_zeros(like.shape[-1], 1), like.new_zeros(1))

    def __call__(self, x: Tensor) -> Tensor:
        return torch.addmm(self.b, x, self.w)

    def moved(self, dw: Tensor, db: Tensor, lr: float) -> Line:
        return Line(self.w - lr * dw, self.b - lr * db)


def gradient_of_square(x: Tensor) -> Tensor:
    return grad(lambda t: (t + 2).square().sum())(x.detach())


def partial_gradients(f: Callable[[Tensor, Tensor], Tensor], x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
    return grad(f, argnums=(0, 1))(x.detach(), y.detach())


def linear_model(x: Tensor, w: Tensor, b: Tensor) -> Tensor:
    return Line(w, b)(x)


def mse_loss(y_pred: Tensor, y: Tensor) -> Tensor:
    match (tuple(y_pred.shape), tuple(y.shape)):
        case (one, other) if one != other:
            raise ValueError(f"expected equal shapes; got {one} and {other}")
    return torch.nn.functional.mse_loss(y_pred, y)


def mse_gradients(x: Tensor, y: Tensor, w: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
    slope = (Line(w, b)(x) - y).mul(2).div(x.shape[0])
    return x.mT @ slope, slope.sum(dim=0)


def gradient_step(params: Sequence[Tensor], grads: Sequence[Tensor], lr: float) -> list[Tensor]:
    return list(torch._foreach_add(list(params), list(grads), alpha=-lr))


def _path(x: Tensor, y: Tensor, lr: float) -> Iterator[tuple[Line, float]]:
    line = Line.flat(x)
    while True:
        yield line, (line(x) - y).square().mean().item()
        line = line.moved(*mse_gradients(x, y, line.w, line.b), lr)


def fit_line(x: Tensor, y: Tensor, lr: float = 0.1, epochs: int = 200) -> Fitted:
    path = islice(_path(x, y, lr), epochs + 1)
    lines, losses = zip(*path, strict=True)
    return Fitted(lines[-1].w, lines[-1].b, list(losses[:-1]))


def diverges(x: Tensor, y: Tensor, lr: float, epochs: int = 100) -> bool:
    first: float | None = None
    for epoch, (_, loss) in enumerate(_path(x, y, lr)):
        first = loss if first is None else first
        if not math.isfinite(loss):
            return True
        if epoch == epochs:
            return loss > first
    raise AssertionError("a path has no end")
