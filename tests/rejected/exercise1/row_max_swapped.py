"""wrong: row_max; misconception: gives_the_indices_first"""

import torch


def row_max(x):
    return torch.argmax(x, 1), torch.amax(x, 1)
