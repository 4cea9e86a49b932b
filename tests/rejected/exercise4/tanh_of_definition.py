"""wrong: tanh; misconception: divides_two_overflows"""

import torch


def tanh(x):
    e = 2.718281828459045
    numerator = torch.pow(e, x) - torch.pow(e, -x)
    denominator = torch.pow(e, x) + torch.pow(e, -x)
    return numerator.div(denominator)
