"""A named tuple for the line, autograd.functional for derivatives, math for the verdict."""

import math
from collections import namedtuple

import torch

Line = namedtuple("Line", "w b losses")


def gradient_of_square(x):
    return torch.autograd.functional.jacobian(lambda t: torch.sum((t + 2) ** 2), x.detach())


def partial_gradients(f, x, y):
    return torch.autograd.functional.jacobian(f, (x.detach(), y.detach()))


def linear_model(x, w, b):
    return torch.addmm(b, x, w)


def mse_loss(y_pred, y):
    if list(y_pred.size()) != list(y.size()):
        raise ValueError("prediction and target must have one shape")
    gap = y_pred.sub(y)
    return gap.mul(gap).sum().div(gap.numel())


def mse_gradients(x, y, w, b):
    n = y.size(0)
    slope = (linear_model(x, w, b) - y) * (2 / n)
    return torch.mm(x.t(), slope), torch.sum(slope, dim=0)


def gradient_step(params, grads, lr):
    stepped = []
    for index in range(len(params)):
        stepped.append(torch.sub(params[index], grads[index], alpha=lr))
    return stepped


def fit_line(x, y, lr=0.1, epochs=200):
    line = Line(x.new_zeros((x.size(1), 1)), x.new_zeros((1,)), [])
    while len(line.losses) < epochs:
        line.losses.append(float(mse_loss(linear_model(x, line.w, line.b), y)))
        w, b = gradient_step(list(line[:2]), list(mse_gradients(x, y, line.w, line.b)), lr)
        line = line._replace(w=w, b=b)
    return tuple(line)


def diverges(x, y, lr, epochs=100):
    *_, losses = fit_line(x, y, lr, epochs)
    first, last = losses[0], losses[-1]
    return not (math.isfinite(last) and last <= first)
