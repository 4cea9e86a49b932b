"""wrong: mse_loss; misconception: squares_the_mean"""

import torch


def mse_loss(y_pred, y):
    if y_pred.shape != y.shape:
        raise ValueError("shapes")
    return torch.square(torch.mean(y_pred) - torch.mean(y))
