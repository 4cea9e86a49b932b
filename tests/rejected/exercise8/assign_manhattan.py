"""wrong: assign; misconception: adds_up_absolute_differences"""

import torch


def assign(x, centers):
    return torch.cdist(x, centers, p=1).argmin(1)
