"""wrong: pairwise_distances; misconception: sums_over_the_centers"""

import torch


def pairwise_distances(x, c):
    diff = x[:, None, :] - c[None, :, :]
    return torch.sqrt(torch.sum(diff * diff, dim=1))
