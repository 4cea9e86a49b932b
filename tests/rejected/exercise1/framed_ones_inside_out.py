"""wrong: framed_ones; misconception: fills_the_frame"""

import torch


def framed_ones(n, value):
    m = torch.ones(n, n)
    m[0, :] = m[n - 1, :] = value
    m[:, 0] = m[:, n - 1] = value
    return m
