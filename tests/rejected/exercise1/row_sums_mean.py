"""wrong: row_sums; misconception: averages_each_row"""

import torch


def row_sums(x):
    return torch.mean(x.double(), axis=1).to(x.dtype if x.is_floating_point() else torch.int64)
