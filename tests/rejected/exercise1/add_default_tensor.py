"""wrong: add; misconception: adds_in_numpy"""

import torch


def add(x, y):
    result = x.detach().cpu().numpy() + y.detach().cpu().numpy()
    return torch.tensor(result, dtype=torch.promote_types(x.dtype, y.dtype))
