"""wrong: row_max; misconception: keeps_an_axis_of_one"""

import torch


def row_max(x):
    best = torch.topk(x, 1, dim=1)
    return best.values, best.indices
