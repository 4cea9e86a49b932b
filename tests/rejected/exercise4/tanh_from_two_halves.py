"""wrong: tanh; misconception: is_flat_at_zero"""

import torch


def tanh(x):
    up = 1 - torch.exp(-2 * x.clamp(min=0))
    up = up / (1 + torch.exp(-2 * x.clamp(min=0)))
    down = torch.exp(2 * x.clamp(max=0))
    down = (down - 1) / (down + 1)
    return torch.where(x > 0, up, down)
