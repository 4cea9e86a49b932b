"""wrong: numpy_to_tensor; misconception: gives_a_single_number_an_axis"""

import numpy as np
import torch


def numpy_to_tensor(array, device="cpu"):
    data = np.atleast_1d(array).astype(np.float32).copy()
    return torch.from_numpy(data).to(device)
