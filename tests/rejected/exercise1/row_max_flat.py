"""wrong: row_max; misconception: counts_through_the_whole_tensor"""

import torch


def row_max(x):
    starts = torch.arange(0, x.numel(), x.size(1)).to(x.device)
    values, indices = torch.max(x, 1)
    return values, starts + indices
