"""wrong: diverges; misconception: waits_for_nan"""

import torch


def diverges(x, y, lr, epochs=100):
    w, b, losses = fit_line(x, y, lr, epochs)
    return not torch.isfinite(torch.tensor(losses)).all().item()
