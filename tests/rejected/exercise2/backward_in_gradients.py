"""wrong: mse_gradients; misconception: asks_autograd"""

import torch


def mse_gradients(x, y, w, b):
    w = w.clone().detach().requires_grad_(True)
    b = b.clone().detach().requires_grad_(True)
    loss = torch.mean((x @ w + b - y) ** 2)
    loss.backward()
    return w.grad, b.grad
