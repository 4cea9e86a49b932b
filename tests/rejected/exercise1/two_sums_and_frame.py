"""wrong: row_sums, framed_ones; misconception: leaves_the_far_edges_out, sums_each_column"""

import torch


def row_sums(x):
    return x.sum(0)


def framed_ones(n, value):
    m = torch.ones(n, n)
    m[1:, 1:] = value
    return m
