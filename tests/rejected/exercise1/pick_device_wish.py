"""wrong: pick_device; misconception: trusts_the_wish"""

import torch


def pick_device(prefer=None):
    if prefer:
        return prefer if isinstance(prefer, torch.device) else torch.device(prefer)
    if torch.cuda.is_available():
        return torch.device("cuda:0")
    return torch.device("cpu")
