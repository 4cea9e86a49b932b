"""wrong: binary_loss; misconception: clamps_too_early"""

import torch

EPSILON = 1e-7


def binary_loss(y_pred, y):
    p = torch.clamp(y_pred, min=EPSILON)
    q = torch.clamp(1.0 - y_pred, min=EPSILON)
    return torch.mean(-(y * torch.log(p)) - (1 - y) * torch.log(q))
