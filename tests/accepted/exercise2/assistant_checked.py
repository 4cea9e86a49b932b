"""Gradient descent from scratch.

All functions validate their inputs and never modify them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import torch
from torch import Tensor


def _check_tensor(value: object, name: str, ndim: int | None = None) -> None:
    """Raise if ``value`` is not a floating point tensor."""
    if not isinstance(value, Tensor):
        raise TypeError(f"{name} must be a torch.Tensor, got {type(value).__name__}.")
    if not value.is_floating_point():
        raise TypeError(f"{name} must be floating point, got {value.dtype}.")
    if ndim is not None and value.ndim != ndim:
        raise ValueError(f"{name} must have {ndim} dimensions, got {value.ndim}.")


def gradient_of_square(x: Tensor) -> Tensor:
    """Compute the gradient of ``sum((x + 2) ** 2)``.

    Args:
        x (Tensor): Input tensor.

    Returns:
        Tensor: Gradient with the same shape as ``x``.
    """
    _check_tensor(x, "x")
    with torch.enable_grad():
        leaf = x.detach().clone().requires_grad_(True)
        z = torch.sum((leaf + 2.0) ** 2)
        (gradient,) = torch.autograd.grad(outputs=z, inputs=leaf)
    return gradient


def partial_gradients(f: Callable[[Tensor, Tensor], Tensor], x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
    """Compute both partial gradients.

    Returns:
        tuple[Tensor, Tensor]: ``(df/dx, df/dy)``.
    """
    if not callable(f):
        raise TypeError("f must be callable.")
    x_leaf = x.detach().clone().requires_grad_(True)
    y_leaf = y.detach().clone().requires_grad_(True)
    value = f(x_leaf, y_leaf)
    grad_x, grad_y = torch.autograd.grad(value, (x_leaf, y_leaf), allow_unused=True)
    if grad_x is None:
        grad_x = torch.zeros_like(x)
    if grad_y is None:
        grad_y = torch.zeros_like(y)
    return grad_x.detach(), grad_y.detach()


def linear_model(x: Tensor, w: Tensor, b: Tensor) -> Tensor:
    """Apply the linear model."""
    _check_tensor(x, "x", 2)
    _check_tensor(w, "w", 2)
    _check_tensor(b, "b", 1)
    if x.shape[1] != w.shape[0]:
        raise ValueError(f"x has {x.shape[1]} features, w has {w.shape[0]}.")
    return torch.matmul(x, w) + b


def mse_loss(y_pred: Tensor, y: Tensor) -> Tensor:
    """Mean squared error.

    Raises:
        ValueError: If the shapes differ.
    """
    if y_pred.shape != y.shape:
        raise ValueError(f"Shape mismatch: y_pred {tuple(y_pred.shape)} vs. y {tuple(y.shape)}.")
    return torch.mean(torch.square(y_pred - y))


def mse_gradients(x: Tensor, y: Tensor, w: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
    """Analytical gradients of the mean squared error."""
    n_samples = x.shape[0]
    residuals = linear_model(x, w, b) - y
    grad_w = (2.0 / n_samples) * torch.matmul(x.transpose(0, 1), residuals)
    grad_b = (2.0 / n_samples) * torch.sum(residuals, dim=0)
    return grad_w, grad_b


def gradient_step(params: Sequence[Tensor], grads: Sequence[Tensor], lr: float) -> list[Tensor]:
    """Perform one step of gradient descent."""
    if len(params) != len(grads):
        raise ValueError("params and grads must have the same length.")
    return [param - lr * grad for param, grad in zip(params, grads)]


def fit_line(x: Tensor, y: Tensor, lr: float = 0.1, epochs: int = 200) -> tuple[Tensor, Tensor, list[float]]:
    """Fit the line."""
    if epochs < 0:
        raise ValueError("epochs must not be negative.")
    w = torch.zeros((x.shape[1], 1), dtype=x.dtype, device=x.device)
    b = torch.zeros((1,), dtype=x.dtype, device=x.device)
    losses: list[float] = []
    for _ in range(epochs):
        loss = mse_loss(linear_model(x, w, b), y)
        losses.append(loss.item())
        grad_w, grad_b = mse_gradients(x, y, w, b)
        w, b = gradient_step([w, b], [grad_w, grad_b], lr)
    return w, b, losses


def diverges(x: Tensor, y: Tensor, lr: float, epochs: int = 100) -> bool:
    """Check for divergence."""
    _, _, losses = fit_line(x, y, lr=lr, epochs=epochs)
    first, last = losses[0], losses[-1]
    if math.isnan(last) or math.isinf(last):
        return True
    return last > first
