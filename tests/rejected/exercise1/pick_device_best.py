"""wrong: pick_device; misconception: ignores_the_wish"""

import torch


def pick_device(prefer=None):
    device = "cpu"
    if torch.backends.mps.is_available():
        device = "mps"
    if torch.cuda.is_available():
        device = "cuda"
    return torch.device(device)
