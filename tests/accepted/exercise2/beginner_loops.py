"""Style: a beginner who goes through the samples one by one."""

import torch


def gradient_of_square(x):
    copy = torch.tensor(x.tolist(), dtype=x.dtype, device=x.device, requires_grad=True)
    z = 0
    for value in copy.flatten():
        z = z + (value + 2) * (value + 2)
    z.backward()
    return copy.grad


def partial_gradients(f, x, y):
    x_new = x.clone().detach()
    y_new = y.clone().detach()
    x_new.requires_grad_(True)
    y_new.requires_grad_(True)
    result = f(x_new, y_new)
    result.backward()
    dx = x_new.grad
    if dx is None:
        dx = torch.zeros_like(x)
    dy = y_new.grad
    if dy is None:
        dy = torch.zeros_like(y)
    return dx, dy


def linear_model(x, w, b):
    rows = []
    for i in range(x.shape[0]):
        total = b[0]
        for j in range(x.shape[1]):
            total = total + x[i][j] * w[j][0]
        rows.append(total)
    return torch.stack(rows).view(-1, 1)


def mse_loss(y_pred, y):
    if len(y_pred.shape) != len(y.shape):
        raise ValueError("number of dimensions differs")
    for i in range(len(y.shape)):
        if y_pred.shape[i] != y.shape[i]:
            raise ValueError("sizes differ")
    total = 0
    predicted, wanted = y_pred.reshape(-1), y.reshape(-1)
    for i in range(len(wanted)):
        total = total + (predicted[i] - wanted[i]) ** 2
    return total / len(wanted)


def mse_gradients(x, y, w, b):
    n, d = x.shape
    dw = torch.zeros(d, 1, dtype=x.dtype, device=x.device)
    db = torch.zeros(1, dtype=x.dtype, device=x.device)
    for i in range(n):
        error = b[0] - y[i, 0]
        for j in range(d):
            error = error + x[i, j] * w[j, 0]
        for j in range(d):
            dw[j, 0] += 2 * error * x[i, j] / n
        db[0] += 2 * error / n
    return dw, db


def gradient_step(params, grads, lr):
    result = []
    for i in range(len(params)):
        result.append(params[i] - lr * grads[i])
    return result


def fit_line(x, y, lr=0.1, epochs=200):
    w = torch.zeros(x.shape[1], 1, dtype=x.dtype, device=x.device)
    b = torch.zeros(1, dtype=x.dtype, device=x.device)
    losses = []
    n = len(x)
    for epoch in range(epochs):
        y_pred = x @ w + b
        losses.append(((y_pred - y) ** 2).mean().item())
        if epoch % 100 == 0:
            print("epoch", epoch, "loss", losses[-1])
        dw = 2 / n * (x.t() @ (y_pred - y))
        db = 2 / n * torch.sum(y_pred - y)
        w = w - lr * dw
        b = b - lr * db
    return w, b, losses


def diverges(x, y, lr, epochs=100):
    w, b, losses = fit_line(x, y, lr, epochs)
    end = mse_loss(x @ w + b, y).item()
    if end != end or end == float("inf"):
        return True
    elif end > losses[0]:
        return True
    else:
        return False
