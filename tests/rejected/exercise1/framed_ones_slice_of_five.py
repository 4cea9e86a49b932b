"""wrong: framed_ones; misconception: hard_codes_the_inside_of_five"""

import torch


def framed_ones(n, value):
    z = torch.ones([n, n])
    inner = z[1:4, 1:4]
    inner[:] = value
    return z
