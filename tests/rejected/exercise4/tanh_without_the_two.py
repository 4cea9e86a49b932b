"""wrong: tanh; misconception: forgets_the_two_in_front"""

import torch


def tanh(x):
    return torch.sigmoid(2 * x) - 1
