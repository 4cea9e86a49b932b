"""wrong: grow; misconception: none

says: doublings must be
"""

import torch


def grow(x, limit):
    if not torch.isfinite(x).all() or not x.any():
        raise ValueError("no")
    n = 1
    while x.norm() < limit:
        x = x * 2
        n += 1
    return x, n
