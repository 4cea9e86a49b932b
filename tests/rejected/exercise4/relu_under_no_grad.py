"""wrong: relu; misconception: cuts_relu_off"""

import torch


def relu(x):
    with torch.no_grad():
        return torch.where(x > 0, x, torch.zeros_like(x))
