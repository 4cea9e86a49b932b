"""wrong: trace; misconception: returns_the_graph_alone"""

import torch


def trace(f, example):
    return torch.fx.Tracer().trace(f)
