"""wrong: pick_device; misconception: returns_a_name"""

import torch


def pick_device(prefer=None):
    if str(prefer) == "cpu":
        return "cpu"
    if torch.cuda.is_available():
        return "cuda"
    return "cpu"
