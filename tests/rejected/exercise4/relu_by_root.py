"""wrong: relu; misconception: takes_the_root_of_the_square"""

import torch


def relu(x):
    return (x + torch.sqrt(x * x)) / 2
