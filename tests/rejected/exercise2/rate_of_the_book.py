"""wrong: fit_line; misconception: hard_codes_the_rate"""

import torch

LEARNING_RATE = 0.1


def fit_line(x, y, lr=0.1, epochs=200):
    w, b, history = torch.zeros_like(x[:1]).T, torch.zeros_like(y[0]), []
    for _ in range(epochs):
        e = x @ w + b - y
        history.append(e.square().mean().item())
        w, b = w - LEARNING_RATE * (2 / len(x) * x.T @ e), b - LEARNING_RATE * 2 * e.mean(0)
    return w, b, history
