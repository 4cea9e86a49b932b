"""wrong: fit_line; misconception: moves_w_before_b_looks"""

import torch


def fit_line(x, y, lr=0.1, epochs=200):
    n, d = x.shape
    w, b = torch.zeros(d, 1).to(x), torch.zeros(1).to(x)
    losses = []
    for _ in range(epochs):
        losses.append(float(torch.mean((y - x @ w - b) ** 2)))
        w += lr * 2 / n * x.T @ (y - x @ w - b)
        b += lr * 2 / n * (y - x @ w - b).sum()
    return w, b, losses
