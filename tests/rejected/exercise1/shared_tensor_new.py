"""wrong: shared_tensor; misconception: copies_the_array"""

import torch


def shared_tensor(array):
    tensor = torch.empty(array.shape, dtype=torch.from_numpy(array[...]).dtype)
    tensor[...] = torch.from_numpy(array)
    return tensor
