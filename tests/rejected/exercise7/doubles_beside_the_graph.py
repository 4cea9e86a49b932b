"""wrong: grow; misconception: doubles_beside_the_graph"""

import torch


def grow(x, limit):
    if not torch.isfinite(x).all() or not x.any():
        raise ValueError("x must be finite and not zero")
    n = 0
    while x.norm() < limit:
        x = x + x.detach()
        n += 1
    return x, n
