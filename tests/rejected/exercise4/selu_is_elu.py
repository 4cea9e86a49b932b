"""wrong: selu; misconception: leaves_out_both_constants"""

import torch


def selu(x):
    return torch.where(x > 0, x, torch.exp(x.clamp(max=0)) - 1)
