"""wrong: row_sums; misconception: adds_up_in_the_inputs_dtype"""

import torch


def row_sums(x):
    return torch.sum(x, dim=1, dtype=x.dtype)
