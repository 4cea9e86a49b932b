"""wrong: grow, traced_ops; misconception: grows_beyond_the_limit, names_of_the_nodes"""

import torch


def grow(x, limit):
    if not torch.isfinite(x).all() or not x.any():
        raise ValueError("x must be finite and not zero")
    n = 0
    while x.norm() <= limit:
        x, n = x * 2, n + 1
    return x, n


def traced_ops(graph):
    return [node.name for node in graph.graph.nodes if node.op not in ("placeholder", "output", "get_attr")]
