"""wrong: mse_loss; misconception: raises_another_error"""

import torch


def mse_loss(y_pred, y):
    if y_pred.shape != y.shape:
        raise TypeError("y_pred and y must have the same shape")
    return torch.nn.functional.mse_loss(y_pred, y)
