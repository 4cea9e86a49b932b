"""wrong: relu; misconception: takes_the_absolute_value"""

import torch


def relu(x):
    return torch.where(x < 0, -x, x)
