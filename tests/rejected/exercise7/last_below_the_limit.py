"""wrong: grow; misconception: stops_one_doubling_short"""

import torch


def grow(x, limit):
    if not torch.isfinite(x).all() or (x == 0).all():
        raise ValueError("cannot grow")
    n = 0
    while (2 * x).norm() < limit:
        x = 2 * x
        n += 1
    return x, n
