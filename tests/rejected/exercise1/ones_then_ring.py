"""wrong: framed_ones; misconception: leaves_the_far_edges_out"""

import torch


def framed_ones(n, value):
    m = torch.full((n, n), float(value))
    m[0, :] = 1
    m[:, 0] = 1
    return m
