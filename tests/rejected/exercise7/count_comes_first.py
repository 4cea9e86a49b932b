"""wrong: grow; misconception: returns_the_count_first"""

import torch


def grow(x, limit):
    if not torch.isfinite(x).all() or not x.any():
        raise ValueError("zero or not finite")
    count = 0
    while x.norm() < limit:
        x = 2 * x
        count += 1
    return count, x
