"""wrong: trace; misconception: uses_torch_jit"""

import torch


def trace(f, example):
    traced = torch.jit.trace(f, example)
    return torch.fx.symbolic_trace(lambda x: traced(x))
