"""wrong: pick_device; misconception: refuses_an_absent_device"""

import torch


def pick_device(prefer=None):
    if prefer is None:
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    device = torch.device(prefer)
    if device.type == "cuda" and not torch.cuda.is_available():
        raise RuntimeError(f"{device} is not available on this machine")
    torch.zeros(1).to(device)
    return device
