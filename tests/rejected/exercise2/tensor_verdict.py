"""wrong: diverges; misconception: gives_a_tensor"""

import torch


def diverges(x, y, lr, epochs=100):
    losses = torch.tensor(fit_line(x, y, lr, epochs)[2])
    return ~torch.isfinite(losses[-1]) | (losses[-1] > losses[0])
