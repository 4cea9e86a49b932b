"""wrong: numpy_to_tensor; misconception: passes_negative_strides_on"""

import torch


def numpy_to_tensor(array, device="cpu"):
    t = torch.tensor(array, dtype=torch.float)
    return t.to(torch.device(device))
