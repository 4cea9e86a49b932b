"""wrong: fit_line; misconception: starts_at_random"""

import torch


def fit_line(x, y, lr=0.1, epochs=200):
    b = torch.rand(1).to(x)
    w = torch.normal(0, 0.01, size=(x.shape[1], 1)).to(x) + torch.rand(1).to(x)
    losses = []
    for _ in range(epochs):
        error = x @ w + b - y
        losses.append((error * error).mean().item())
        w, b = w - lr * 2 * x.T @ error / len(x), b - lr * 2 * error.mean(0)
    return w, b, losses
