"""wrong: selu; misconception: forgets_the_minus_one"""

import torch


def selu(x):
    return SELU_SCALE * torch.where(x > 0, x, SELU_ALPHA * torch.exp(x.clamp(max=0)))
