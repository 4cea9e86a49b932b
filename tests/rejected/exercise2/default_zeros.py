"""wrong: fit_line; misconception: makes_float32_zeros"""

import torch


def fit_line(x, y, lr=0.1, epochs=200):
    w = torch.zeros(x.shape[1], 1)
    b = torch.zeros(1)
    losses = []
    for _ in range(epochs):
        losses.append(mse_loss(linear_model(x, w, b), y).item())
        w, b = gradient_step([w, b], mse_gradients(x, y, w, b), lr)
    return w, b, losses
