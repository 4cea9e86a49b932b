"""wrong: trace; misconception: returns_the_function"""

import torch


def trace(f, example):
    graph = torch.fx.symbolic_trace(f)
    assert torch.allclose(graph(example), f(example))
    return f
