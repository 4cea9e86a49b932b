# ruff: noqa
"""Style: torch.jit.script for all that is plain arithmetic."""

import math
from typing import List, Tuple

import torch


def gradient_of_square(x):
    x = x.detach().requires_grad_()
    return torch.autograd.grad(torch.square(x + 2).sum(), x)[0]


def partial_gradients(f, x, y):
    leaves = [x.detach().requires_grad_(), y.detach().requires_grad_()]
    found = torch.autograd.grad(f(*leaves), leaves, allow_unused=True)
    return [torch.zeros_like(a) if g is None else g for a, g in zip(leaves, found)]


@torch.jit.script
def linear_model(x: torch.Tensor, w: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    return torch.mm(x, w) + b


def mse_loss(y_pred, y):
    if y_pred.shape != y.shape:
        raise ValueError("y_pred and y must have one shape")
    return torch.mean((y_pred - y) ** 2)


@torch.jit.script
def mse_gradients(
    x: torch.Tensor, y: torch.Tensor, w: torch.Tensor, b: torch.Tensor
) -> Tuple[torch.Tensor, torch.Tensor]:
    error = torch.mm(x, w) + b - y
    return 2 * torch.mm(x.t(), error) / x.size(0), 2 * error.mean(0)


@torch.jit.script
def gradient_step(params: List[torch.Tensor], grads: List[torch.Tensor], lr: float) -> List[torch.Tensor]:
    moved: List[torch.Tensor] = []
    for i in range(len(params)):
        moved.append(params[i] - lr * grads[i])
    return moved


def fit_line(x, y, lr=0.1, epochs=200):
    w, b = torch.zeros_like(x[0])[:, None], torch.zeros_like(x[0, :1])
    losses = []
    for _ in range(epochs):
        losses.append(mse_loss(linear_model(x, w, b), y).item())
        w, b = gradient_step([w, b], list(mse_gradients(x, y, w, b)), float(lr))
    return w, b, losses


def diverges(x, y, lr, epochs=100):
    losses = fit_line(x, y, lr, epochs)[2]
    return math.isnan(losses[-1]) or losses[-1] == math.inf or losses[-1] > losses[0]
