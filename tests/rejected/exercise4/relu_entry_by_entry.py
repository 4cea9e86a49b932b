"""wrong: relu; misconception: cuts_relu_off"""

import torch


def relu(x):
    flat = [max(0.0, value) for value in x.flatten().tolist()]
    return torch.tensor(flat, dtype=x.dtype, device=x.device).reshape(x.shape)
