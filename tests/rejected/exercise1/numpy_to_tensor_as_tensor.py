"""wrong: numpy_to_tensor; misconception: shares_the_array_when_it_is_float32"""

import torch


def numpy_to_tensor(array, device="cpu"):
    x = torch.as_tensor(array)
    if x.dtype != torch.float32:
        x = x.type(torch.float32)
    return x.to(device=torch.device(device))
