"""wrong: row_max; misconception: takes_the_smallest"""

import torch


def row_max(x):
    values, places = torch.sort(x, dim=1)
    return values[:, 0], places[:, 0]
