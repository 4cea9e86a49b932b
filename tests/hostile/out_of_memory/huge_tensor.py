"""Asks for a tensor of four terabytes.

Must: it is refused, and reported as memory.

attacks: binary_loss
limits: memory_mib=512
"""

import torch


def binary_loss(y_pred, y):
    torch.zeros(10**12)
    return right(y_pred, y)
