"""wrong: trace; misconception: freezes_the_example"""

import torch


def trace(f, example):
    answer = f(example)

    def constant(x):
        return answer

    return torch.fx.symbolic_trace(constant)
