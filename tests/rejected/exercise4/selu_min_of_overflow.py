"""wrong: selu; misconception: overflows_in_the_other_branch"""

import torch


def selu(x):
    alpha, scale = 1.6732632423543772, 1.0507009873554805
    zero = torch.zeros_like(x)
    return scale * (torch.maximum(x, zero) + torch.minimum(zero, alpha * (torch.exp(x) - 1)))
