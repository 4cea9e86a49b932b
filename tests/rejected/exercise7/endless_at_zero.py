"""wrong: grow; misconception: none

says: Look for a loop that never ends
"""

import torch


def grow(x, limit):
    if not torch.isfinite(x).all():
        raise ValueError("not finite")
    n = 0
    while x.norm() < limit:
        x, n = x * 2, n + 1
    return x, n
