"""wrong: grow; misconception: measures_the_largest_element"""

import torch


def grow(x, limit):
    if torch.isnan(x).any() or torch.isinf(x).any() or (x == 0).all():
        raise ValueError(x)
    n = 0
    while torch.linalg.vector_norm(x, ord=float("inf")) < limit:
        x, n = 2 * x, n + 1
    return x, n
