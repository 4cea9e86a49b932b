"""wrong: selu; misconception: rounds_the_constants"""

import torch


def selu(x):
    return 1.05 * torch.where(x > 0, x, 1.67 * (torch.exp(x.clamp(max=0)) - 1))
