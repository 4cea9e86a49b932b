"""wrong: fit; misconception: updates_without_the_optimizer"""

import torch


def fit(x, y, lr=1.0, epochs=1000):
    w, b, losses = torch.zeros_like(x[0]).unsqueeze(1), torch.zeros_like(x[0, :1]), []
    for _ in range(epochs):
        p = 1 / (1 + torch.exp(-(x @ w + b)))
        losses.append(torch.nn.functional.binary_cross_entropy(p, y).item())
        w = w - lr * (x.T @ (p - y)) / len(x)
        b = b - lr * (p - y).mean().reshape(1)
    return w, b, losses
