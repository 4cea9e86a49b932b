"""wrong: grow; misconception: counts_in_a_tensor"""

import torch


def grow(x, limit):
    if not torch.isfinite(x).all() or not x.any():
        raise ValueError("cannot grow")
    n = torch.ceil(torch.log2(limit / x.detach().norm())).clamp(min=0).long()
    return x * 2**n, n
