"""wrong: fit_line; misconception: reports_the_loss_after_the_step"""

import torch


def fit_line(x, y, lr=0.1, epochs=200):
    w, b = torch.zeros(x.shape[1], 1).to(x), torch.zeros(1).to(x)
    losses = []
    for _ in range(epochs):
        e = x @ w + b - y
        w, b = w - lr * 2 * (x.T @ e) / len(x), b - lr * 2 * e.mean()
        losses.append(torch.mean((x @ w + b - y) ** 2).item())
    return w, b, losses
