"""wrong: pairwise_distances; misconception: trusts_the_expansion"""

import torch


def pairwise_distances(x, c):
    norms = (x**2).sum(dim=1, keepdim=True) + (c**2).sum(dim=1).unsqueeze(0)
    return torch.sqrt(norms - 2 * torch.mm(x, c.t()))
