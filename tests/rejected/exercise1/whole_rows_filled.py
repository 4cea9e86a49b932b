"""wrong: framed_ones; misconception: none

says: with `x[1:-1, 1:-1] = value` in place of `x[1:-1] = value`
"""

import torch


def framed_ones(n, value):
    x = torch.ones(n, n)
    x[1:-1] = value
    return x
