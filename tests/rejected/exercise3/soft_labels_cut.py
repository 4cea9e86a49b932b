"""wrong: binary_loss; misconception: sums_over_the_batch"""

import torch


def binary_loss(y_pred, y):
    p = torch.where(y > 0.5, y_pred, 1 - y_pred)
    return -torch.log(p.clamp(min=1e-12)).sum() / y_pred.shape[1]
