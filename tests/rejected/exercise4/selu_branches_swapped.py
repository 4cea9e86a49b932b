"""wrong: selu; misconception: swaps_the_branches"""

import torch


def selu(x):
    e = torch.expm1(x.clamp(max=0))
    return SELU_SCALE * torch.where(x < 0, x, SELU_ALPHA * e)
