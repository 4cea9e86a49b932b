"""wrong: selu; misconception: multiplies_alpha_everywhere"""

import torch


def selu(x):
    body = torch.where(x > 0, x, torch.expm1(x.clamp(max=0)))
    return SELU_SCALE * SELU_ALPHA * body
