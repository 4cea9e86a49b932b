"""wrong: numpy_to_tensor; misconception: none

says: array without rows, must have shape (0,
"""

import torch


def numpy_to_tensor(array, device="cpu"):
    return torch.tensor(array.tolist(), dtype=torch.float32, device=device)
