"""wrong: trace; misconception: uses_torch_jit"""

import torch


def trace(f, example):
    scripted = torch.jit.trace(f, (example,), check_trace=False)
    return scripted
