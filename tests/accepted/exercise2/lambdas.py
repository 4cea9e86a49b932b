# ruff: noqa
"""Style: lambdas and closed forms."""

import math

import torch

gradient_of_square = lambda x: 2 * (x.detach() + 2)
linear_model = lambda x, w, b: torch.addmm(b, x, w)
gradient_step = lambda params, grads, lr: [*map(lambda p, g: p - lr * g, params, grads)]
_error = lambda x, y, w, b: linear_model(x, w, b) - y
mse_gradients = lambda x, y, w, b: (lambda e: (x.T @ e * 2 / len(e), 2 * e.mean(0)))(_error(x, y, w, b))


def partial_gradients(f, x, y):
    slopes = torch.func.grad(f, argnums=(0, 1))(x.detach(), y.detach())
    return slopes


def mse_loss(y_pred, y):
    if y_pred.size() != y.size():
        raise ValueError(f"{y_pred.size()} != {y.size()}")
    return (y_pred - y).square().mean()


def fit_line(x, y, lr=0.1, epochs=200):
    point, losses = (x.new_zeros(x.size(1), 1), x.new_zeros(1)), []
    for _ in range(epochs):
        losses += [mse_loss(linear_model(x, *point), y).item()]
        point = gradient_step(point, mse_gradients(x, y, *point), lr)
    return (*point, losses)


diverges = lambda x, y, lr, epochs=100: (lambda l: not (math.isfinite(l[-1]) and l[-1] <= l[0]))(
    fit_line(x, y, lr, epochs)[2]
)
