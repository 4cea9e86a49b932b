"""wrong: numpy_to_tensor; misconception: loses_the_shape"""

import torch


def numpy_to_tensor(array, device="cpu"):
    numbers = [float(value) for value in array.ravel()]
    return torch.tensor(numbers, dtype=torch.float32, device=device)
