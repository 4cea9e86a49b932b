"""wrong: binary_loss; misconception: clamps_from_above"""

import torch


def binary_loss(y_pred, y):
    p = torch.clamp(y_pred, max=1e-12)
    q = torch.clamp(1 - y_pred, max=1e-12)
    return -(y * torch.log(p) + (1 - y) * torch.log(q)).mean()
