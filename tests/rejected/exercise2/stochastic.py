"""wrong: fit_line; misconception: steps_once_a_sample"""

import torch


def fit_line(x, y, lr=0.1, epochs=200):
    w = torch.zeros(x.shape[1], 1, dtype=x.dtype, device=x.device)
    b = torch.zeros(1, dtype=x.dtype, device=x.device)
    losses = []
    for _ in range(epochs):
        losses.append(((x @ w + b - y) ** 2).mean().item())
        for i in range(len(x)):
            xi, yi = x[i].unsqueeze(0), y[i].unsqueeze(0)
            ei = xi @ w + b - yi
            w = w - lr * 2 * xi.T @ ei
            b = b - lr * 2 * ei.flatten()
    return w, b, losses
