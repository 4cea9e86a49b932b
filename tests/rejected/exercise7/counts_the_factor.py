"""wrong: grow; misconception: returns_the_factor"""

import torch


def grow(x, limit):
    if not torch.isfinite(x).all() or not x.any():
        raise ValueError("cannot grow")
    factor = 1
    while torch.norm(x * factor) < limit:
        factor *= 2
    return x * factor, factor
