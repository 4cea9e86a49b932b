"""wrong: relu; misconception: caps_at_six"""

import torch


def relu(x):
    return torch.clamp(x, min=0, max=6)
