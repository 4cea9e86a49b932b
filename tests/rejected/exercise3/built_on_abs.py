"""wrong: sigmoid; misconception: loses_the_slope_at_zero"""

import torch


def sigmoid(z):
    decay = torch.exp(-torch.abs(z))
    small = decay / (1 + decay)
    return torch.where(z < 0, small, 1 - small)
