"""wrong: relu; misconception: takes_softplus"""

import torch


def relu(x):
    return torch.log1p(torch.exp(-x.abs())) + torch.clamp(x, min=0)
