"""wrong: grow; misconception: refuses_any_zero"""

import torch


def grow(x, limit):
    if not torch.isfinite(x).all() or (x == 0).any():
        raise ValueError("x must not be zero")
    count = 0
    while x.norm() < limit:
        x, count = x * 2, count + 1
    return x, count
