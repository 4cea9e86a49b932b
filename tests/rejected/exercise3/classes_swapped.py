"""wrong: binary_loss; misconception: swaps_the_classes"""

import torch


def binary_loss(y_pred, y):
    zero = torch.log(torch.clamp(1 - y_pred, min=1e-12))
    one = torch.log(torch.clamp(y_pred, min=1e-12))
    return -(y * zero + (1 - y) * one).mean()
