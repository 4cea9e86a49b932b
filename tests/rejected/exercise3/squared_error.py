"""wrong: binary_loss; misconception: takes_squared_errors"""

import torch


def binary_loss(y_pred, y):
    return torch.nn.MSELoss()(y_pred, y)
