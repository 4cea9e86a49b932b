"""wrong: binary_loss; misconception: keeps_one_loss_per_sample"""

import torch


def binary_loss(y_pred, y):
    p = y_pred.clamp_min(1e-12)
    q = (1 - y_pred).clamp_min(1e-12)
    return -torch.where(y == 1, torch.log(p), torch.log(q))
