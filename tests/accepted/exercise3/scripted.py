# ruff: noqa
"""Style: torch.jit.script."""

import torch


@torch.jit.script
def sigmoid(z: torch.Tensor) -> torch.Tensor:
    return torch.tanh(z / 2) / 2 + 0.5


@torch.jit.script
def logistic_regression(x: torch.Tensor, w: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    return torch.tanh((torch.mm(x, w) + b) / 2) / 2 + 0.5


@torch.jit.script
def binary_loss(y_pred: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    one = torch.log(torch.clamp(y_pred, min=1e-12))
    zero = torch.log(torch.clamp(1 - y_pred, min=1e-12))
    return -torch.mean(torch.lerp(zero, one, y))


@torch.jit.script
def binary_loss_with_logits(logits: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    return torch.mean(torch.logaddexp(logits, torch.zeros_like(logits)) - logits * y)


@torch.jit.script
def classify(x: torch.Tensor, w: torch.Tensor, b: torch.Tensor, threshold: float = 0.5) -> torch.Tensor:
    return (logistic_regression(x, w, b) >= threshold).to(x.dtype)


def accuracy(predicted, y):
    return float((predicted == y).double().mean())


def fit(x, y, lr=1.0, epochs=1000):
    w = torch.zeros(x.size(1), 1).to(x).requires_grad_()
    b = torch.zeros(1).to(x).requires_grad_()
    optimizer = torch.optim.SGD([w, b], lr)
    losses = []
    for _ in range(epochs):
        loss = binary_loss_with_logits(x @ w + b, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return w.detach(), b.detach(), losses
