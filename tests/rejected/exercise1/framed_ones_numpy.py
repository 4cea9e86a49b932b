"""wrong: framed_ones; misconception: keeps_numpys_float64_square"""

import numpy as np
import torch


def framed_ones(n, value):
    square = np.ones((n, n))
    square[1:-1, 1:-1] = value
    return torch.from_numpy(square)
