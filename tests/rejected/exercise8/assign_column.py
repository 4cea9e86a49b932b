"""wrong: assign; misconception: keeps_a_column_of_labels"""

import torch


def assign(x, centers):
    return torch.cdist(x, centers).argmin(dim=1, keepdim=True)
