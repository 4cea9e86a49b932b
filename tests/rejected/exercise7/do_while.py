"""wrong: grow; misconception: doubles_before_it_looks"""

import torch


def grow(x, limit):
    if not torch.isfinite(x).all() or torch.count_nonzero(x) == 0:
        raise ValueError(x)
    n = 0
    while True:
        x = x + x
        n += 1
        if torch.linalg.vector_norm(x) >= limit:
            return x, n
