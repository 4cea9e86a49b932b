"""wrong: framed_ones; misconception: leaves_the_far_edges_out"""

import torch


def framed_ones(n, value):
    a = torch.ones(n, n)
    for i in range(1, n):
        a[i, 1:n] = value
    return a
