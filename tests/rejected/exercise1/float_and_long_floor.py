"""wrong: float_and_long; misconception: rounds_down"""

import torch


def float_and_long(values):
    x = torch.tensor(values, dtype=torch.float32)
    return x, torch.div(x, 1, rounding_mode="floor").to(torch.int64)
