# ruff: noqa
"""Style: star imports, few words."""

from math import *  # noqa: F403

from torch import *  # noqa: F403
from torch.autograd import *  # noqa: F403

import torch


def gradient_of_square(x):
    v = x.detach().clone().requires_grad_()
    z = ((v + 2) ** 2).sum()
    z.backward()
    return v.grad


def partial_gradients(f, x, y):
    x, y = x.detach().clone().requires_grad_(), y.detach().clone().requires_grad_()
    f(x, y).backward()
    return tuple(zeros_like(t) if t.grad is None else t.grad for t in (x, y))


def linear_model(x, w, b):
    return mm(x, w) + b


def mse_loss(y_pred, y):
    if y_pred.shape != y.shape:
        raise ValueError("shapes")
    return ((y_pred - y) ** 2).mean()


def mse_gradients(x, y, w, b):
    e = linear_model(x, w, b) - y
    return 2 * mm(x.t(), e) / len(x), 2 * e.sum(0) / len(x)


def gradient_step(params, grads, lr):
    return [p - lr * g for p, g in zip(params, grads)]


def fit_line(x, y, lr=0.1, epochs=200):
    w = torch.zeros(x.shape[1], 1, dtype=x.dtype, device=x.device)
    b = torch.zeros(1, dtype=x.dtype, device=x.device)
    losses = []
    while len(losses) < epochs:
        losses.append(mse_loss(linear_model(x, w, b), y).item())
        w, b = gradient_step([w, b], mse_gradients(x, y, w, b), lr)
    return w, b, losses


def diverges(x, y, lr, epochs=100):
    l = fit_line(x, y, lr, epochs)[2]
    return l[-1] != l[-1] or l[-1] == inf or l[-1] > l[0]
