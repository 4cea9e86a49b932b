"""wrong: tanh; misconception: divides_by_two"""

import torch


def tanh(x):
    return (torch.exp(x) - torch.exp(-x)) / 2
