"""wrong: tanh; misconception: forgets_the_two_in_the_exponent"""

import torch


def tanh(x):
    e = torch.exp(-x.abs())
    t = (1 - e) / (1 + e)
    return torch.where(x < 0, -t, t)
