"""wrong: selu; misconception: overflows_in_the_other_branch"""

import torch


def selu(x):
    alpha, scale = 1.6732632423543772, 1.0507009873554805
    bent = alpha * x.exp() - alpha
    return torch.where(x <= 0, bent * scale, x * scale)
