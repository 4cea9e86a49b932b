"""wrong: mse_gradients; misconception: forgets_the_two"""

import torch


def mse_gradients(x, y, w, b):
    n = x.shape[0]
    residual = torch.mm(x, w) + b - y
    return torch.mm(x.t(), residual) / n, residual.sum(dim=0) / n
