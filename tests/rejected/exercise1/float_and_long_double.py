"""wrong: float_and_long; misconception: keeps_numpys_float64"""

import torch


def float_and_long(values):
    numbers = torch.tensor(values, dtype=torch.double)
    return numbers, numbers.to(torch.long)
