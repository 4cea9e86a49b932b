"""wrong: binary_loss; misconception: keeps_only_the_ones"""

import torch


def binary_loss(y_pred, y):
    picked = y * torch.log(torch.clamp(y_pred, min=1e-12))
    return picked.mean().neg()
