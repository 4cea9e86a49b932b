"""wrong: move_all; misconception: never_uses_the_device"""

import torch


def move_all(tensors, device):
    moved = []
    for t in tensors:
        if torch.cuda.is_available():
            t = t.cuda()
        moved.append(t)
    return moved
