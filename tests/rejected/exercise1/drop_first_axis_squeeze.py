"""wrong: drop_first_axis; misconception: squeezes_without_asking"""

import torch


def drop_first_axis(x):
    if x.dim() > 0 and x.size(0) == 1:
        return torch.squeeze(x, 0)
    return x
