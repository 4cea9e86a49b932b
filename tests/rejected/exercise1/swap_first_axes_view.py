"""wrong: swap_first_axes; misconception: reshapes_instead_of_swapping"""

import torch


def swap_first_axes(x):
    a, b, *rest = x.shape
    return torch.reshape(x, (b, a, *rest))
