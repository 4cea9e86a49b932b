"""wrong: assign; misconception: gives_one_hot_rows"""

import torch
import torch.nn.functional as F


def assign(x, centers):
    return F.one_hot(torch.cdist(x, centers).argmin(dim=1), len(centers))
