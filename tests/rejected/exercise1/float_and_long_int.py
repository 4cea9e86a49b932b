"""wrong: float_and_long; misconception: makes_int32"""

import numpy as np
import torch


def float_and_long(values):
    array = np.array(values, dtype=np.float64)
    return torch.from_numpy(array.astype(np.float32)), torch.from_numpy(np.trunc(array).astype(np.int32))
