"""Modern and typed: frozen dataclasses for every memory, small helper classes, a generator of batches."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn, optim


class Cache(NamedTuple):
    x: Tensor
    hidden: Tensor


@dataclass(frozen=True)
class Adam:
    mean: Tensor
    square: Tensor
    steps: int = 0


@dataclass(frozen=True)
class Adadelta:
    square: Tensor
    moved: Tensor


@dataclass
class Average:
    total: float = 0.0
    count: int = 0
    history: list[float] = field(default_factory=list)

    def add(self, value: float, count: int) -> None:
        self.total += value * count
        self.count += count

    def close_epoch(self) -> None:
        self.history.append(self.total / self.count)
        self.total, self.count = 0.0, 0


class Name(StrEnum):
    SGD = "sgd"
    MOMENTUM = "momentum"
    ADAGRAD = "adagrad"
    RMSPROP = "rmsprop"
    ADADELTA = "adadelta"
    ADAM = "adam"


def forward(x: Tensor, params: dict[str, Tensor]) -> tuple[Tensor, Cache]:
    hidden = F.linear(x, params["W1"].mT, params["b1"]).tanh()
    return F.linear(hidden, params["W2"].mT, params["b2"]), Cache(x, hidden)


@torch.no_grad()
def backward(dlogits: Tensor, cache: Cache, params: dict[str, Tensor]) -> dict[str, Tensor]:
    dz = dlogits @ params["W2"].mT * (1 - cache.hidden.square())
    ones = dlogits.new_ones(len(dlogits))
    return {"W1": cache.x.mT @ dz, "b1": ones @ dz, "W2": cache.hidden.mT @ dlogits, "b2": ones @ dlogits}


@torch.no_grad()
def numerical_gradient(f: Callable[[Tensor], Any], x: Tensor, eps: float = 1e-6) -> Tensor:
    x = x.to(torch.float64, copy=True)
    result = torch.empty(x.shape, dtype=x.dtype, device=x.device)
    for index in torch.cartesian_prod(*map(torch.arange, x.shape)).reshape(-1, x.dim()).tolist() if x.dim() else [[]]:
        at = tuple(index)
        center = x[at].clone()
        x[at] = center + eps
        above = torch.as_tensor(f(x)).clone()
        x[at] = center - eps
        below = torch.as_tensor(f(x)).clone()
        x[at] = center
        result[at] = (above - below) / (2 * eps)
    return result


@torch.no_grad()
def sgd_step(param: Tensor, grad: Tensor, state: None, lr: float) -> tuple[Tensor, None]:
    return param.sub(grad, alpha=lr), None


@torch.no_grad()
def momentum_step(
    param: Tensor, grad: Tensor, state: Tensor | None, lr: float, momentum: float = 0.9
) -> tuple[Tensor, Tensor]:
    velocity = grad if state is None else grad.add(state, alpha=momentum)
    return param.sub(velocity, alpha=lr), velocity


@torch.no_grad()
def adagrad_step(
    param: Tensor, grad: Tensor, state: Tensor | None, lr: float, eps: float = 1e-10
) -> tuple[Tensor, Tensor]:
    total = (torch.zeros_like(grad) if state is None else state) + grad.pow(2)
    return param - lr * (grad / (total.sqrt() + eps)), total


@torch.no_grad()
def rmsprop_step(
    param: Tensor, grad: Tensor, state: Tensor | None, lr: float, alpha: float = 0.99, eps: float = 1e-8
) -> tuple[Tensor, Tensor]:
    square = (torch.zeros_like(grad) if state is None else state).lerp(grad.square(), 1 - alpha)
    return param - lr * grad * (square.sqrt() + eps).reciprocal(), square


@torch.no_grad()
def adadelta_step(
    param: Tensor, grad: Tensor, state: Adadelta | None, lr: float = 1.0, rho: float = 0.9, eps: float = 1e-6
) -> tuple[Tensor, Adadelta]:
    old = state or Adadelta(torch.zeros_like(grad), torch.zeros_like(grad))
    square = old.square.lerp(grad.square(), 1 - rho)
    step = grad * (old.moved + eps).sqrt() * (square + eps).rsqrt()
    return param.sub(step, alpha=lr), Adadelta(square, old.moved.lerp(step.square(), 1 - rho))


@torch.no_grad()
def adam_step(
    param: Tensor,
    grad: Tensor,
    state: Adam | None,
    lr: float,
    betas: tuple[float, float] = (0.9, 0.999),
    eps: float = 1e-8,
) -> tuple[Tensor, Adam]:
    old = state or Adam(torch.zeros_like(grad), torch.zeros_like(grad))
    new = Adam(old.mean.lerp(grad, 1 - betas[0]), old.square.lerp(grad.square(), 1 - betas[1]), old.steps + 1)
    scale = lr / (1 - betas[0] ** new.steps)
    return param - scale * new.mean / (new.square.div(1 - betas[1] ** new.steps).sqrt() + eps), new


def make_optimizer(name: str, params: Any, lr: float) -> optim.Optimizer:
    try:
        wanted = Name(name)
    except ValueError:
        raise ValueError(f"{name!r} is unknown; known are {[choice.value for choice in Name]}") from None
    factory: dict[Name, Callable[[], optim.Optimizer]] = {
        Name.SGD: lambda: optim.SGD(params, lr=lr),
        Name.MOMENTUM: lambda: optim.SGD(params, lr=lr, momentum=0.9),
        Name.ADAGRAD: lambda: optim.Adagrad(params, lr=lr),
        Name.RMSPROP: lambda: optim.RMSprop(params, lr=lr),
        Name.ADADELTA: lambda: optim.Adadelta(params, lr=lr),
        Name.ADAM: lambda: optim.Adam(params, lr=lr),
    }
    return factory[wanted]()


def batches(n: int, size: int, generator: torch.Generator) -> Iterator[Tensor]:
    yield from torch.randperm(n, generator=generator).split(size)


def train_loop(
    net: nn.Module,
    x: Tensor,
    y: Tensor,
    criterion: Callable[[Tensor, Tensor], Tensor],
    optimizer: optim.Optimizer,
    epochs: int,
    batch_size: int = 32,
    seed: int = 0,
) -> list[float]:
    generator, average = torch.Generator().manual_seed(seed), Average()
    net.train()
    for _ in range(epochs):
        for rows in batches(x.shape[0], batch_size, generator):
            loss = criterion(net(x[rows]), y[rows])
            net.zero_grad()
            loss.backward()
            optimizer.step()
            average.add(loss.item(), rows.numel())
        average.close_epoch()
    return average.history
