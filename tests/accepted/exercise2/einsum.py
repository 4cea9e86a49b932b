"""Style: every product is an einsum."""

import math

import torch
from torch import einsum


def gradient_of_square(x):
    with torch.enable_grad():
        own = x.clone().detach().requires_grad_(True)
        shifted = own + 2
        z = einsum("i,i->", shifted.reshape(-1), shifted.reshape(-1))
    return torch.autograd.grad(z, own)[0]


def partial_gradients(f, x, y):
    return torch.autograd.functional.jacobian(f, (x.detach(), y.detach()))


def linear_model(x, w, b):
    return einsum("nd,dk->nk", x, w) + b


def mse_loss(y_pred, y):
    if y_pred.shape == y.shape:
        error = (y_pred - y).flatten()
        return einsum("i,i->", error, error) / error.numel()
    raise ValueError(f"shapes {y_pred.shape} and {y.shape} differ")


def mse_gradients(x, y, w, b):
    n, _ = x.shape
    slope = (linear_model(x, w, b) - y) * (2 / n)
    return einsum("nd,nk->dk", x, slope), einsum("nk->k", slope)


def gradient_step(params, grads, lr):
    return [torch.sub(p, g, alpha=lr) for p, g in zip(params, grads, strict=False)]


def fit_line(x, y, lr=0.1, epochs=200):
    ones = torch.ones_like(y)
    x1 = torch.cat([x, ones], dim=1)
    theta = torch.zeros_like(x1[:1]).T
    losses = []
    for _ in range(epochs):
        error = einsum("nd,dk->nk", x1, theta) - y
        losses.append(float(einsum("nk,nk->", error, error) / len(y)))
        theta = theta - 2 * lr / len(y) * einsum("nd,nk->dk", x1, error)
    return theta[:-1], theta[-1], losses


def diverges(x, y, lr, epochs=100):
    losses = fit_line(x, y, lr, epochs + 1)[2]
    first, last = losses[0], losses[epochs]
    return math.isnan(last) or math.isinf(last) or last > first
