"""wrong: shared_tensor; misconception: makes_it_contiguous_first"""

import torch


def shared_tensor(array):
    memory = torch.from_numpy(array.reshape(-1))
    return memory.view(array.shape) if array.ndim else memory
