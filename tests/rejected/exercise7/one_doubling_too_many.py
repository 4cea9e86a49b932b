"""wrong: grow; misconception: grows_beyond_the_limit"""

import torch


def grow(x, limit):
    if not torch.isfinite(x).all() or torch.count_nonzero(x) == 0:
        raise ValueError(x)
    n = 0
    y = x
    while not torch.linalg.vector_norm(y) > limit:
        y = y + y
        n += 1
    return y, n
