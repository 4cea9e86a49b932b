"""wrong: float_and_long; misconception: none
says: The second tensor of float_and_long(values) must be
"""

import torch


def float_and_long(values):
    f = torch.tensor(values, dtype=torch.float32)
    return f, (f + f.sign() * 1e-3).trunc().long()
