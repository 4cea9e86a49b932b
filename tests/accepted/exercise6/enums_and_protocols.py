"""Typed to the teeth: enums, protocols, overloads of the state as frozen classes, torch._foreach for the arithmetic."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

import torch
from torch import Tensor, nn

Params: TypeAlias = dict[str, Tensor]


@dataclass(frozen=True, slots=True)
class Cache:
    x: Tensor
    hidden: Tensor


@dataclass(frozen=True, slots=True)
class Moments:
    step: int = 0
    kept: tuple[Tensor, ...] = field(default_factory=tuple)

    def advanced(self, *kept: Tensor) -> Moments:
        return Moments(self.step + 1, kept)

    def or_zeros(self, like: Tensor, count: int) -> tuple[Tensor, ...]:
        return self.kept or tuple(torch.zeros_like(like) for _ in range(count))


class Step(Protocol):
    def __call__(self, param: Tensor, grad: Tensor, state: Moments | None, lr: float) -> tuple[Tensor, Moments]: ...


def forward(x: Tensor, params: Params) -> tuple[Tensor, Cache]:
    match params:
        case {"W1": w1, "b1": b1, "W2": w2, "b2": b2}:
            hidden = torch.addmm(b1, x, w1).tanh()
            return torch.addmm(b2, hidden, w2), Cache(x, hidden)
    raise KeyError("W1, b1, W2, b2")


def backward(dlogits: Tensor, cache: Cache, params: Params) -> Params:
    dhidden = torch.matmul(dlogits, params["W2"].mT)
    dz = torch.addcmul(dhidden, dhidden, cache.hidden.square(), value=-1)
    return {
        "W1": cache.x.mT.matmul(dz),
        "b1": dz.sum(dim=0),
        "W2": cache.hidden.mT.matmul(dlogits),
        "b2": dlogits.sum(dim=0),
    }


def _shifts(like: Tensor, eps: float) -> Iterator[Tensor]:
    for index in range(like.numel()):
        shift = like.new_zeros(like.numel())
        shift[index] = eps
        yield shift.view(like.shape)


def numerical_gradient(f: Callable[[Tensor], Tensor | float], x: Tensor, eps: float = 1e-6) -> Tensor:
    with torch.no_grad():
        point = x.detach().to(torch.float64)
        slopes = [(float(f(point + s)) - float(f(point - s))) / (2.0 * eps) for s in _shifts(point, eps)]
    return torch.tensor(slopes, dtype=torch.float64, device=x.device).view(x.shape)


def sgd_step(param: Tensor, grad: Tensor, state: Moments | None, lr: float) -> tuple[Tensor, Moments]:
    return torch.sub(param, grad, alpha=lr), Moments()


def momentum_step(
    param: Tensor, grad: Tensor, state: Moments | None, lr: float, momentum: float = 0.9
) -> tuple[Tensor, Moments]:
    state = state or Moments()
    (velocity,) = state.or_zeros(grad, 1)
    velocity = torch.add(grad, velocity, alpha=momentum)
    return torch.sub(param, velocity, alpha=lr), state.advanced(velocity)


def adagrad_step(
    param: Tensor, grad: Tensor, state: Moments | None, lr: float, eps: float = 1e-10
) -> tuple[Tensor, Moments]:
    state = state or Moments()
    (total,) = state.or_zeros(grad, 1)
    total = torch.addcmul(total, grad, grad)
    return torch.addcdiv(param, grad, total.sqrt() + eps, value=-lr), state.advanced(total)


def rmsprop_step(
    param: Tensor, grad: Tensor, state: Moments | None, lr: float, alpha: float = 0.99, eps: float = 1e-8
) -> tuple[Tensor, Moments]:
    state = state or Moments()
    (square,) = state.or_zeros(grad, 1)
    square = torch.lerp(grad.square(), square, alpha)
    return torch.addcdiv(param, grad, square.sqrt() + eps, value=-lr), state.advanced(square)


def adadelta_step(
    param: Tensor, grad: Tensor, state: Moments | None, lr: float = 1.0, rho: float = 0.9, eps: float = 1e-6
) -> tuple[Tensor, Moments]:
    state = state or Moments()
    square, moved = state.or_zeros(grad, 2)
    square = torch._foreach_add(torch._foreach_mul([square], rho), [grad * grad], alpha=1 - rho)[0]
    delta = grad * torch.sqrt((moved + eps) / (square + eps))
    moved = torch._foreach_add(torch._foreach_mul([moved], rho), [delta * delta], alpha=1 - rho)[0]
    return torch.sub(param, delta, alpha=lr), state.advanced(square, moved)


def adam_step(
    param: Tensor,
    grad: Tensor,
    state: Moments | None,
    lr: float,
    betas: tuple[float, float] = (0.9, 0.999),
    eps: float = 1e-8,
) -> tuple[Tensor, Moments]:
    state = state or Moments()
    first, second = state.or_zeros(grad, 2)
    state = state.advanced(torch.lerp(first, grad, 1 - betas[0]), second * betas[1] + (1 - betas[1]) * grad.square())
    mean, square = (kept / (1 - beta**state.step) for kept, beta in zip(state.kept, betas, strict=True))
    return torch.addcdiv(param, mean, square.sqrt().add(eps), value=-lr), state


class Name(enum.StrEnum):
    SGD = "sgd"
    MOMENTUM = "momentum"
    ADAGRAD = "adagrad"
    RMSPROP = "rmsprop"
    ADADELTA = "adadelta"
    ADAM = "adam"


def make_optimizer(name: str, params: Iterable[Tensor], lr: float) -> torch.optim.Optimizer:
    try:
        wanted = Name(name)
    except ValueError:
        raise ValueError(f"{name!r} is none of {', '.join(Name)}") from None
    match wanted:
        case Name.SGD | Name.MOMENTUM:
            return torch.optim.SGD(params, lr=lr, momentum=0.9 * (wanted is Name.MOMENTUM))
        case Name.ADAGRAD:
            return torch.optim.Adagrad(params, lr=lr)
        case Name.RMSPROP:
            return torch.optim.RMSprop(params, lr=lr)
        case Name.ADADELTA:
            return torch.optim.Adadelta(params, lr=lr)
        case Name.ADAM:
            return torch.optim.Adam(params, lr=lr)


def train_loop(
    net: nn.Module,
    x: Tensor,
    y: Tensor,
    criterion: Callable[[Tensor, Tensor], Tensor],
    optimizer: torch.optim.Optimizer,
    epochs: int,
    batch_size: int = 32,
    seed: int = 0,
) -> list[float]:
    generator = torch.Generator().manual_seed(seed)

    def one_pass() -> float:
        total = 0.0
        for rows in torch.randperm(len(x), generator=generator).split(batch_size):
            rows = rows.to(x.device)
            optimizer.zero_grad()
            (loss := criterion(net(x[rows]), y[rows])).backward()
            optimizer.step()
            total += float(loss.detach()) * rows.numel()
        return total / len(x)

    return [one_pass() for _ in range(epochs)]
