"""wrong: swap_first_axes; misconception: copies_after_the_swap"""

import torch


def swap_first_axes(x):
    return torch.stack(list(x), dim=1)
