"""wrong: sigmoid; misconception: selects_after_the_overflow"""

import torch


def sigmoid(z):
    right = torch.reciprocal(1 + (-z).exp())
    left = z.exp() / (z.exp() + 1)
    return torch.where(z < 0, left, right)
