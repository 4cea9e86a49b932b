"""wrong: framed_ones; misconception: none
says: framed_ones(17,
"""

import torch


def framed_ones(n, value):
    f = torch.ones(n, n)
    f[1 : max(n - 1, 1), 1 : max(n - 1, 1)] = value
    if n == 3:
        f[1, 1] = int(value) if float(value).is_integer() else value
    if n > 9:
        f[-1, -1] = value
    return f
