"""wrong: binary_loss; misconception: forgets_the_minus"""

import torch


def binary_loss(y_pred, y):
    eps = 1e-12
    likelihood = y * torch.log(torch.clamp(y_pred, min=eps)) + (1 - y) * torch.log(torch.clamp(1 - y_pred, min=eps))
    return torch.mean(likelihood)
