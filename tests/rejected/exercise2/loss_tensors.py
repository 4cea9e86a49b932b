"""wrong: fit_line; misconception: keeps_tensors"""

import torch


def fit_line(x, y, lr=0.1, epochs=200):
    w = torch.zeros(x.shape[1], 1, dtype=x.dtype, device=x.device)
    b = torch.zeros(1, dtype=x.dtype, device=x.device)
    losses = []
    for _ in range(epochs):
        residual = x @ w + b - y
        losses.append((residual**2).mean())
        w = w - lr * (2 * x.T @ residual / len(x))
        b = b - lr * (2 * residual.mean(0))
    return w, b, losses
