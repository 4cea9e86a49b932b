"""wrong: fit_line; misconception: takes_one_step_too_many"""

import torch


def fit_line(x, y, lr=0.1, epochs=200):
    w, b = torch.zeros(x.shape[1], 1).to(x), torch.zeros(1).to(x)
    losses = []
    for epoch in range(0, epochs + 1):
        e = torch.addmm(b, x, w) - y
        losses.append(float((e**2).mean()))
        w = w - lr * 2 * x.T @ e / len(y)
        b = b - lr * 2 * e.sum(0) / len(y)
    return w, b, losses
