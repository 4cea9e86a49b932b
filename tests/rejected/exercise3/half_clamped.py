"""wrong: binary_loss; misconception: clamps_only_the_first_log"""

import torch


def binary_loss(y_pred, y):
    floor = torch.full_like(y_pred, 1e-12)
    positive = y * torch.max(y_pred, floor).log()
    negative = (1 - y) * (1 - y_pred).log()
    return (-positive - negative).mean()
