"""wrong: row_max; misconception: returns_the_values_only"""

import torch


def row_max(x):
    return torch.stack([row.max() for row in x])
