"""wrong: binary_loss; misconception: none

says: An axis of size 1 is too many
"""

import torch


def binary_loss(y_pred, y):
    a = y * torch.log(y_pred.clamp(min=1e-12))
    b = (1 - y) * torch.log((1 - y_pred).clamp(min=1e-12))
    return -(a + b).mean(dim=0)
