"""wrong: numpy_to_tensor; misconception: passes_negative_strides_on"""

import torch


def numpy_to_tensor(array, device="cpu"):
    if array.dtype == bool:
        array = array.astype("float32")
    return torch.from_numpy(array).clone().to(device=device, dtype=torch.float32)
