"""wrong: pairwise_distances; misconception: walks_along_the_axes"""

import torch


def pairwise_distances(x, c):
    return torch.cdist(x, c, p=1)
