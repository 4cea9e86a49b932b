"""wrong: framed_ones; misconception: frames_with_zeros"""

import torch


def framed_ones(n, value):
    grid = torch.zeros(n, n)
    for i in range(1, n - 1):
        for j in range(1, n - 1):
            grid[i, j] = value
    return grid
