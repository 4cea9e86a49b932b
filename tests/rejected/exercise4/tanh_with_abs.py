"""wrong: tanh; misconception: is_flat_at_zero"""

import torch


def tanh(x):
    shrink = torch.expm1(-2 * torch.abs(x))
    return torch.sign(x) * -shrink / (2 + shrink)
