"""wrong: assign; misconception: looks_for_the_largest_distance"""

import torch


def assign(x, centers):
    return torch.cdist(x, centers).max(dim=1)[1]
