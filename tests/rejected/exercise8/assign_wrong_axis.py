"""wrong: assign; misconception: finds_the_nearest_sample"""

import torch


def assign(x, centers):
    distances = torch.cdist(centers, x)
    return torch.argmin(distances, dim=1)
