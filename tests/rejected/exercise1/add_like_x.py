"""wrong: add; misconception: stretches_y_only"""

import torch


def add(x, y):
    return torch.add(x, torch.broadcast_to(y, x.shape))
