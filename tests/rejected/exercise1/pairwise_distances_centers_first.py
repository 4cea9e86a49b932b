"""wrong: pairwise_distances; misconception: puts_the_centers_first"""

import torch


def pairwise_distances(x, c):
    return torch.cdist(c, x)
