"""wrong: binary_loss; misconception: clamps_the_log"""

import math

import torch


def binary_loss(y_pred, y):
    lowest = math.log(1e-12)
    a = torch.clamp(torch.log(y_pred), min=lowest)
    b = torch.clamp(torch.log(1 - y_pred), min=lowest)
    return torch.mean(-(y * a + (1 - y) * b))
