"""Style: a course of 2017, with Variable, .data and .backward()."""

import torch
from torch.autograd import Variable


def gradient_of_square(x):
    x = Variable(x.data, requires_grad=True)
    z = torch.sum(torch.pow(x + 2, 2))
    z.backward()
    return x.grad.data


def partial_gradients(f, x, y):
    x = Variable(x.data, requires_grad=True)
    y = Variable(y.data, requires_grad=True)
    f(x, y).backward()
    if x.grad is None:
        x.grad = Variable(x.data.clone().zero_())
    if y.grad is None:
        y.grad = Variable(y.data.clone().zero_())
    return x.grad.data, y.grad.data


def linear_model(x, w, b):
    return torch.mm(x, w) + b.expand(x.size(0), 1)


def mse_loss(y_pred, y):
    if y_pred.size() != y.size():
        raise ValueError("sizes differ: " + str(y_pred.size()) + " and " + str(y.size()))
    return torch.mean((y_pred - y).pow(2))


def mse_gradients(x, y, w, b):
    n = x.size(0)
    difference = linear_model(x, w, b).data - y.data
    dw = x.data.t().mm(difference).mul(2.0 / n)
    db = difference.sum(0).mul(2.0 / n)
    return dw, db


def gradient_step(params, grads, lr):
    new = []
    for p, g in zip(params, grads, strict=True):
        new.append(p.data.clone().add_(g.data, alpha=-lr))
    return new


def fit_line(x, y, lr=0.1, epochs=200):
    w = Variable(torch.zeros(x.size(1), 1).type_as(x))
    b = Variable(torch.zeros(1).type_as(x))
    losses = []
    for _ in range(epochs):
        losses.append(mse_loss(linear_model(x, w, b), y).data.item())
        dw, db = mse_gradients(x, y, w, b)
        w.data -= lr * dw
        b.data -= lr * db
    return w.data, b.data, losses


def diverges(x, y, lr, epochs=100):
    _, _, losses = fit_line(x, y, lr=lr, epochs=epochs)
    return not (losses[-1] <= losses[0])
