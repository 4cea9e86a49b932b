"""wrong: mse_gradients; misconception: sums_over_the_samples"""

import torch


def mse_gradients(x, y, w, b):
    residual = 2 * (torch.addmm(b, x, w) - y)
    return (x * residual).sum(0).unsqueeze(1), residual.sum().reshape(1)
