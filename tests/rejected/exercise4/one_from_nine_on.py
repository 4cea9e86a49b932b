"""wrong: tanh; misconception: none
says: off by
"""

import torch


def tanh(x):
    e = torch.exp(2 * x.clamp(-9, 9))
    return torch.where(x.abs() < 9, (e - 1) / (e + 1), x.sign() + 0 * x.clamp(-9, 9))
