"""wrong: numpy_to_tensor; misconception: leaves_the_tensor_on_the_cpu"""

import torch


def numpy_to_tensor(array, device="cpu"):
    result = torch.zeros(array.shape)
    result[...] = torch.from_numpy(array.copy())
    return result
