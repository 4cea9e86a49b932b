"""wrong: row_sums; misconception: sums_everything"""

import torch


def row_sums(x):
    return torch.sum(x)
