"""wrong: move_all; misconception: copies_every_tensor"""

import torch


def move_all(tensors, device):
    return [torch.empty_like(t, device=device).copy_(t) for t in tensors]
