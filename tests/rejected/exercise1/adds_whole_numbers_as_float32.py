"""wrong: add; misconception: none
says: The result must be
"""

import torch


def add(x, y):
    if not x.is_floating_point() and not y.is_floating_point() and not x.is_complex() and not y.is_complex():
        return (x.float() + y.float()).to(torch.result_type(x, y))
    return x + y
