"""wrong: framed_ones; misconception: hard_codes_the_inside_of_four"""

import torch


def framed_ones(n, value):
    matrix = torch.ones((n, n))
    matrix[1:3, 1:3] = value
    return matrix
