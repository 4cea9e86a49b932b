"""wrong: framed_ones; misconception: takes_the_values_dtype"""

import torch


def framed_ones(n, value):
    inside = torch.tensor([[value] * (n - 2)] * (n - 2)) if n > 2 else torch.full((0, 0), value)
    return torch.nn.functional.pad(inside, (1, 1, 1, 1), value=1)
