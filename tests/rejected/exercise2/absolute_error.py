"""wrong: mse_loss; misconception: forgets_to_square"""

import torch


def mse_loss(y_pred, y):
    if y_pred.shape != y.shape:
        raise ValueError("shapes")
    return torch.nn.functional.l1_loss(y_pred, y)
