"""A script with a logger and an argument parser that reads the command line while the file is loaded."""

import argparse
import logging
import math
import time
from collections import namedtuple

import torch
from torch.autograd import grad

log = logging.getLogger("gd")
logging.basicConfig(level=logging.WARNING)
parser = argparse.ArgumentParser()
parser.add_argument("--lr", type=float, default=0.1)
parser.add_argument("--epochs", type=int, default=200)
args, _ = parser.parse_known_args([])
Fit = namedtuple("Fit", "w b losses")


def timed(function):
    def inner(*a, **k):
        start = time.perf_counter()
        out = function(*a, **k)
        log.debug("%s took %.3f s", function.__name__, time.perf_counter() - start)
        return out

    return inner


def gradient_of_square(x):
    with torch.enable_grad():
        inp = x.detach().clone().requires_grad_()
        z = torch.pow(inp + 2, 2).sum()
    return grad(z, inp)[0]


def partial_gradients(f, x, y):
    X, Y = (v.detach().clone().requires_grad_(True) for v in (x, y))
    out = f(X, Y)
    out.backward()
    return tuple(torch.zeros_like(v) if v.grad is None else v.grad for v in (X, Y))


def linear_model(x, w, b):
    return torch.nn.functional.linear(x, w.t(), b)


def mse_loss(y_pred, y):
    if y_pred.shape != y.shape:
        log.warning("shapes differ")
        raise ValueError("y_pred has shape %s, y has %s" % (tuple(y_pred.shape), tuple(y.shape)))
    return torch.nn.functional.mse_loss(y_pred, y)


def mse_gradients(x, y, w, b):
    n = x.shape[0]
    residual = linear_model(x, w, b) - y
    return 2.0 / n * torch.matmul(x.transpose(0, 1), residual), 2.0 / n * torch.sum(residual, 0)


def gradient_step(params, grads, lr):
    updated = []
    for p, g in zip(params, grads):
        updated.append(torch.sub(p, g, alpha=lr))
    return updated


@timed
def fit_line(x, y, lr=args.lr, epochs=args.epochs):
    w = torch.zeros((x.shape[-1], 1)).to(x)
    b = torch.zeros(1).to(x)
    losses = []
    for epoch in range(epochs):
        loss = mse_loss(linear_model(x, w, b), y)
        losses.append(loss.item())
        w, b = gradient_step((w, b), mse_gradients(x, y, w, b), lr)
        if epoch % 50 == 0:
            log.info("epoch %d: %.4f", epoch, loss)
    return Fit(w, b, losses)


def diverges(x, y, lr, epochs=100):
    losses = fit_line(x, y, lr=lr, epochs=epochs).losses
    last = losses[-1]
    return bool(math.isnan(last) or math.isinf(last) or last > losses[0])


demo_x = torch.linspace(-1, 1, 20)[:, None]
log.info("demo: %s", fit_line(demo_x, 3 * demo_x + 1, epochs=50).losses[-1])
