"""wrong: tanh; misconception: takes_the_plain_sigmoid"""

import torch


def tanh(x):
    return 1 / (1 + torch.exp(-x))
