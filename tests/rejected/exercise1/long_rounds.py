"""wrong: float_and_long; misconception: rounds_to_the_nearest"""

import torch


def float_and_long(values):
    x = torch.tensor(values, dtype=torch.float32)
    return x, x.round().long()
