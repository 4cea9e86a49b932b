"""torch.func for the first two; the fit is a generator of states."""

import itertools
import math

import torch
from torch.func import grad


def gradient_of_square(x):
    return grad(lambda t: ((t + 2) ** 2).sum())(x.detach())


def partial_gradients(f, x, y):
    return grad(f, argnums=(0, 1))(x.detach(), y.detach())


def linear_model(x, w, b):
    return x.mm(w).add(b.expand(1, 1))


def mse_loss(y_pred, y):
    if y_pred.shape != y.shape:
        raise ValueError(f"{tuple(y_pred.shape)} against {tuple(y.shape)}")
    return torch.mean(torch.square(y_pred - y))


def mse_gradients(x, y, w, b):
    residual = linear_model(x, w, b) - y
    dw = 2.0 * (x * residual).mean(dim=0, keepdim=True).t()
    return dw, 2.0 * residual.mean().reshape(1)


def gradient_step(params, grads, lr):
    return [torch.add(p, g, alpha=-lr) for p, g in zip(params, grads)]


def _states(x, y, lr):
    w, b = torch.zeros_like(x[0]).unsqueeze(1), torch.zeros_like(y[0])
    while True:
        yield w, b, mse_loss(linear_model(x, w, b), y).item()
        w, b = gradient_step((w, b), mse_gradients(x, y, w, b), lr)


def fit_line(x, y, lr=0.1, epochs=200):
    states = list(itertools.islice(_states(x, y, lr), epochs + 1))
    return states[-1][0], states[-1][1], [loss for _, _, loss in states[:-1]]


def diverges(x, y, lr, epochs=100):
    losses = fit_line(x, y, lr, epochs)[2]
    return bool(math.isnan(losses[-1]) or losses[-1] == math.inf or losses[-1] > losses[0])
