"""wrong: regroup; misconception: drops_the_rest"""

import torch


def regroup(x, width):
    rows = x.reshape(-1).split(width)
    return torch.stack([row for row in rows if len(row) == width])
