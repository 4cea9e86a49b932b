"""wrong: grow; misconception: refuses_with_an_assertion"""

import torch


def grow(x, limit):
    assert torch.isfinite(x).all() and x.any(), "x must be finite and not zero"
    count = 0
    while x.norm() < limit:
        x, count = x + x, count + 1
    return x, count
