"""wrong: numpy_to_tensor; misconception: keeps_the_dtype_of_numpy"""

import torch


def numpy_to_tensor(array, device="cpu"):
    return torch.tensor(array.copy(), device=device)
