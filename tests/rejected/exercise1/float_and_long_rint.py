"""wrong: float_and_long; misconception: rounds_to_the_nearest"""

import numpy as np
import torch


def float_and_long(values):
    a = np.array(values, dtype=np.float64)
    return torch.FloatTensor(a.tolist()), torch.from_numpy(np.rint(a)).long()
