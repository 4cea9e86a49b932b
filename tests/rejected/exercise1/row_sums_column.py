"""wrong: row_sums; misconception: keeps_the_summed_axis"""

import torch


def row_sums(x):
    total = torch.sum(x, -1)
    return total[:, None]
