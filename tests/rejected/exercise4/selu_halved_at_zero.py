"""wrong: selu; misconception: halves_a_tie"""

import torch


def selu(x):
    low = torch.minimum(x, torch.zeros_like(x))
    return SELU_SCALE * torch.where(x > 0, x, SELU_ALPHA * (low.exp() - 1))
