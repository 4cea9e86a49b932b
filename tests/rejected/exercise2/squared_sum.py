"""wrong: mse_loss; misconception: sums_over_the_batch"""

import torch


def mse_loss(y_pred, y):
    if y_pred.shape != y.shape:
        raise ValueError("shapes")
    return torch.nn.functional.mse_loss(y_pred, y, reduction="sum")
