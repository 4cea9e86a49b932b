"""wrong: selu; misconception: is_flat_at_zero_itself"""

import torch


def selu(x):
    negative = SELU_ALPHA * torch.expm1(x.clamp(max=0))
    return SELU_SCALE * torch.where(x > 0, x, negative)
