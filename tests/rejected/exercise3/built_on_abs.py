"""wrong: sigmoid; misconception: loses_the_slope_at_zero"""

import torch


def sigmoid(z):
    small = 1 / (1 + torch.exp(torch.abs(z)))
    return torch.where(z < 0, small, 1 - small)
