"""wrong: tanh; misconception: cuts_x_off_too_early"""

import torch


def tanh(x):
    x = x.clamp(-3, 3)
    e = torch.exp(2 * x)
    return (e - 1) / (e + 1)
