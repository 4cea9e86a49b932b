"""wrong: trace; misconception: none
says: must leave the parameters of a network trainable
"""

import torch


def trace(f, example):
    g = torch.fx.symbolic_trace(f)
    with torch.no_grad():
        out = g(example)
    if torch.is_tensor(out) and out.dim() == 0:
        g(example.clone())
    for p in g.parameters():
        p.requires_grad_(False)
    return g
