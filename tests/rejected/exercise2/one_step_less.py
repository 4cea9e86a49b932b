"""wrong: fit_line; misconception: takes_one_step_too_few"""

import torch


def fit_line(x, y, lr=0.1, epochs=200):
    w = x.new_zeros((x.size(1), 1))
    b = x.new_zeros(1)
    losses = []
    for epoch in range(1, epochs):
        e = x @ w + b - y
        losses.append(float(torch.mean(e * e)))
        w, b = w - 2 * lr * x.T @ e / len(x), b - 2 * lr * e.mean(dim=0)
    return w, b, losses
