"""wrong: float_and_long; misconception: gives_the_integers_first"""

import torch


def float_and_long(values):
    as_float = torch.FloatTensor(values)
    as_long = torch.tensor(values, dtype=torch.float64).to(torch.int64)
    return as_long, as_float
