"""wrong: shared_tensor; misconception: shares_float32_only"""

import numpy as np
import torch


def shared_tensor(array):
    return torch.from_numpy(np.asarray(array, dtype=np.float32))
