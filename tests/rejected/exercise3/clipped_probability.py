"""wrong: binary_loss; misconception: bounds_p_from_both_sides"""

import torch


def binary_loss(y_pred, y):
    clipped = torch.clip(y_pred, min=1e-12, max=1.0 - 1e-12)
    return -torch.mean(y * torch.log(clipped) + (1 - y) * torch.log(1 - clipped))
