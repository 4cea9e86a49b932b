"""wrong: pairwise_distances; misconception: loops_over_the_points"""

import torch


def pairwise_distances(x, c):
    out = x.new_zeros(len(x), len(c))
    for i in range(len(x)):
        for j in range(len(c)):
            out[i, j] = torch.dist(x[i], c[j])
    return out
