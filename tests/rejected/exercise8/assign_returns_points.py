"""wrong: assign; misconception: returns_the_centers_themselves"""

import torch


def assign(x, centers):
    return centers[torch.cdist(x, centers).argmin(dim=1)]
