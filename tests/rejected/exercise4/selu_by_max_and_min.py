"""wrong: selu; misconception: overflows_in_the_other_branch"""

import torch


def selu(x):
    zero = torch.zeros_like(x)
    return SELU_SCALE * (torch.maximum(zero, x) + torch.minimum(zero, SELU_ALPHA * (torch.exp(x) - 1)))
