"""wrong: shared_tensor; misconception: copies_the_array"""

import torch


def shared_tensor(array):
    t = torch.from_numpy(array)
    return t.clone()
