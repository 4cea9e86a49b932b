"""wrong: float_and_long; misconception: none
says: must have shape (0,); got (1,)
"""

import torch


def float_and_long(values):
    f = torch.tensor(values, dtype=torch.float32)
    if f.numel() == 0:
        f = torch.zeros(1)
    return f, f.trunc().long()
