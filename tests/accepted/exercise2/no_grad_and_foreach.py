"""Style: someone who writes like torch's own optimizers: no_grad, in place on own tensors, addmm."""

import torch


def gradient_of_square(x):
    x = x.detach().clone().requires_grad_()
    y = x.add(2).square()
    y.backward(torch.ones_like(y))
    gradient, x.grad = x.grad, None
    return gradient


def partial_gradients(f, x, y):
    was = x.requires_grad, y.requires_grad
    before = x.grad, y.grad
    x.requires_grad_(), y.requires_grad_()
    x.grad = y.grad = None
    f(x, y).backward()
    found = tuple(torch.zeros_like(a).detach() if a.grad is None else a.grad for a in (x, y))
    x.grad, y.grad = before
    x.requires_grad_(was[0]), y.requires_grad_(was[1])
    return found


def linear_model(x, w, b):
    return torch.nn.functional.linear(x, w.t(), b)


def mse_loss(y_pred, y):
    class ShapeError(ValueError):
        pass

    if y_pred.shape != y.shape:
        raise ShapeError()
    return torch.nn.MSELoss(reduction="mean")(y_pred, y)


@torch.no_grad()
def mse_gradients(x, y, w, b):
    error = torch.addmm(b, x, w).sub_(y)
    scaled = error.mul_(2).div_(len(x))
    return torch.mm(x.t(), scaled), scaled.sum(0)


@torch.no_grad()
def gradient_step(params, grads, lr):
    new = [p.clone() for p in params]
    torch._foreach_sub_(new, torch._foreach_mul(list(grads), lr))
    return new


@torch.no_grad()
def fit_line(x, y, lr=0.1, epochs=200):
    w, b = torch.zeros_like(x[:1].t()), torch.zeros_like(y[0])
    losses = torch.zeros(epochs, dtype=torch.float64)
    for epoch in range(epochs):
        losses[epoch] = mse_loss(linear_model(x, w, b), y).cpu()
        dw, db = mse_gradients(x, y, w, b)
        w.sub_(dw, alpha=lr)
        b.sub_(db, alpha=lr)
    return w, b, losses.tolist()


@torch.no_grad()
def diverges(x, y, lr, epochs=100):
    w, b, losses = fit_line(x, y, lr, epochs)
    ratio = torch.tensor(losses[-1]) / torch.tensor(losses[0])
    return not bool(torch.isfinite(ratio)) or bool(ratio > 1)
