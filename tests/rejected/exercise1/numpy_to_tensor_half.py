"""wrong: numpy_to_tensor; misconception: keeps_the_dtype_of_numpy"""

import numpy as np
import torch


def numpy_to_tensor(array, device="cpu"):
    # a copy, so that nothing is shared
    return torch.from_numpy(np.array(array, order="C")).to(torch.device(device))
