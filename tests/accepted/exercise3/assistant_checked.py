"""Logistic regression.

Implements logistic regression from scratch with numerically stable losses.
"""

from __future__ import annotations

from typing import List, Optional, Tuple

import torch
from torch import Tensor

EPSILON: float = 1e-12


def sigmoid(z: Tensor) -> Tensor:
    """Numerically stable sigmoid.

    Args:
        z: Input tensor of any shape.

    Returns:
        Tensor with values in [0, 1].

    Raises:
        TypeError: If ``z`` is not a tensor.
    """
    if not isinstance(z, Tensor):
        raise TypeError(f"z must be a torch.Tensor, got {type(z)}")
    positive = z >= 0
    # Avoid overflow by masking *before* the exponential.
    z_positive = torch.where(positive, z, torch.zeros_like(z))
    z_negative = torch.where(positive, torch.zeros_like(z), z)
    result_positive = 1.0 / (1.0 + torch.exp(-z_positive))
    exp_negative = torch.exp(z_negative)
    result_negative = exp_negative / (1.0 + exp_negative)
    return torch.where(positive, result_positive, result_negative)


def logistic_regression(x: Tensor, w: Tensor, b: Tensor) -> Tensor:
    """Forward pass."""
    if x.dim() != 2:
        raise ValueError(f"x must be 2-dimensional, got {x.dim()}")
    if x.size(1) != w.size(0):
        raise ValueError("x and w do not fit")
    return sigmoid(torch.matmul(x, w) + b)


def binary_loss(y_pred: Tensor, y: Tensor) -> Tensor:
    """Binary cross-entropy."""
    if y_pred.shape != y.shape:
        raise ValueError(f"Shape mismatch: {y_pred.shape} vs {y.shape}")
    log_p = torch.log(torch.clamp(y_pred, min=EPSILON))
    log_one_minus_p = torch.log(torch.clamp(1.0 - y_pred, min=EPSILON))
    return -torch.mean(y * log_p + (1.0 - y) * log_one_minus_p)


def binary_loss_with_logits(logits: Tensor, y: Tensor) -> Tensor:
    """Binary cross-entropy from logits, via the log-sum-exp trick."""
    max_val = torch.clamp(-logits, min=0)
    loss = logits - logits * y + max_val + torch.log(torch.exp(-max_val) + torch.exp(-logits - max_val))
    return loss.mean()


@torch.no_grad()
def classify(x: Tensor, w: Tensor, b: Tensor, threshold: float = 0.5) -> Tensor:
    """Predict labels."""
    if not 0.0 <= threshold <= 1.0:
        raise ValueError("threshold must be in [0, 1]")
    return (logistic_regression(x, w, b) >= threshold).to(dtype=x.dtype, device=x.device)


@torch.no_grad()
def accuracy(predicted: Tensor, y: Tensor) -> float:
    """Compute the accuracy."""
    if predicted.shape != y.shape:
        raise ValueError("shapes must match")
    correct = (predicted == y).sum().item()
    total = y.shape[0]
    return correct / total if total > 0 else 0.0


def fit(
    x: Tensor, y: Tensor, lr: float = 1.0, epochs: int = 1000, verbose: bool = False, seed: Optional[int] = None
) -> Tuple[Tensor, Tensor, List[float]]:
    """Train the model with SGD."""
    if seed is not None:
        torch.manual_seed(seed)
    w = torch.zeros((x.shape[1], 1), dtype=x.dtype, device=x.device, requires_grad=True)
    b = torch.zeros((1,), dtype=x.dtype, device=x.device, requires_grad=True)
    optimizer = torch.optim.SGD([w, b], lr=lr)
    losses: List[float] = []
    for epoch in range(epochs):
        optimizer.zero_grad()
        logits = torch.matmul(x, w) + b
        loss = binary_loss_with_logits(logits, y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        if verbose and epoch % 100 == 0:
            print(f"Epoch {epoch:4d} | Loss: {loss.item():.6f}")
    return w.detach(), b.detach(), losses
