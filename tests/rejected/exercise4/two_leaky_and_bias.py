"""wrong: relu, collapse_linear; misconception: adds_the_first_bias_untouched, lets_negatives_leak"""

import torch


def relu(x):
    return torch.where(x > 0, x, 0.01 * x)


def collapse_linear(w1, b1, w2, b2):
    return w2 @ w1, b1 + b2
