"""wrong: grow; misconception: adds_up_with_signs"""

import torch


def grow(x, limit):
    if not torch.isfinite(x).all() or not x.any():
        raise ValueError("zero or not finite")
    count = 0
    while x.sum().abs() < limit:
        x = 2 * x
        count += 1
        if count > 100:
            break
    return x, count
