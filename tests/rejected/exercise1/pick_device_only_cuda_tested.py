"""wrong: pick_device; misconception: doubts_cuda_only"""

import torch


def pick_device(prefer=None):
    gpus = ["cuda"] + [f"cuda:{i}" for i in range(torch.cuda.device_count())]
    best = torch.device("cuda") if torch.cuda.is_available() else torch.device("cpu")
    if prefer is None:
        return best
    if "cuda" in str(prefer):
        return torch.device(prefer) if torch.cuda.is_available() and str(prefer) in gpus else best
    return torch.device(prefer)
