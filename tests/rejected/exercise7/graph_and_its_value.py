"""wrong: trace; misconception: returns_a_pair"""

import torch.fx


def trace(f, example):
    graph = torch.fx.symbolic_trace(f)
    return graph, graph(example)
