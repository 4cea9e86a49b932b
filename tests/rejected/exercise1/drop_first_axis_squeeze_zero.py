"""wrong: drop_first_axis; misconception: squeezes_without_asking"""

import torch


def drop_first_axis(x):
    return torch.squeeze(x, 0)
