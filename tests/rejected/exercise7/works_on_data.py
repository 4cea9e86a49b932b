"""wrong: grow; misconception: cuts_the_graph"""

import torch


def grow(x, limit):
    if torch.isnan(x).any() or torch.isinf(x).any() or (x == 0).all():
        raise ValueError(x)
    n, y = 0, torch.tensor(x.tolist(), dtype=x.dtype)
    while y.pow(2).sum().sqrt() < limit:
        y, n = 2 * y, n + 1
    return y, n
