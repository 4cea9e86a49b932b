"""wrong: tanh; misconception: forgets_to_double_x"""

import torch


def tanh(x):
    e = torch.exp(-x.abs())
    t = (1 - e) / (1 + e)
    return torch.where(x < 0, -t, t)
