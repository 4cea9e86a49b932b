"""wrong: selu; misconception: scales_one_branch_only"""

import torch


def selu(x):
    alpha, scale = 1.6732632423543772, 1.0507009873554805
    return torch.where(x > 0, scale * x, alpha * (torch.exp(x.clamp(max=0)) - 1))
