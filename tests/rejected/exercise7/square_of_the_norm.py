"""wrong: grow; misconception: forgets_the_root_of_the_norm"""

import torch


def grow(x, limit):
    if not torch.isfinite(x).all() or not x.any():
        raise ValueError("zero or not finite")
    count = 0
    while (x * x).sum() < limit:
        x = 2 * x
        count = count + 1
    return x, count
