"""wrong: selu; misconception: fills_x_itself"""

import torch


def selu(x):
    negative = x <= 0
    x[negative] = SELU_ALPHA * (torch.exp(x[negative]) - 1)
    return SELU_SCALE * x
