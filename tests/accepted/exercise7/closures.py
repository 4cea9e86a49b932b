"""A graph of closures: the id of a node is the function that computes it."""

import torch
from torch.fx import Tracer, symbolic_trace


def grow(x, limit, doublings=0):
    if doublings == 0 and not (bool(x.isfinite().all()) and bool(x.count_nonzero())):
        raise ValueError(f"only a finite x with something in it can grow; got {x}")
    if x.pow(2).sum().sqrt() >= limit:
        return x, doublings
    return grow(x + x, limit, doublings + 1)


class StaticGraph:
    def placeholder(self, name):
        def node(values, feed):
            try:
                return feed[name]
            except KeyError:
                raise KeyError("missing in the feed: " + name) from None

        node.needs = ()
        return node

    def constant(self, value):
        tensor = value if torch.is_tensor(value) else torch.tensor(float(value))
        return self._node(lambda: tensor)

    def _node(self, operation, *needs):
        def node(values, feed):
            return operation(*(values[one] for one in needs))

        node.needs = needs
        return node

    def run(self, node, feed):
        values, waiting = {}, [node]
        while waiting:
            top = waiting[-1]
            missing = [one for one in top.needs if one not in values]
            if missing:
                waiting.extend(missing)
            else:
                waiting.pop()
                if top not in values:
                    values[top] = top(values, feed)
        return values[node]

    def add(self, a, b):
        return self._node(torch.add, a, b)

    def mul(self, a, b):
        return self._node(torch.mul, a, b)

    def matmul(self, a, b):
        return self._node(torch.matmul, a, b)

    def tanh(self, a):
        return self._node(torch.tanh, a)


def trace(f, example):
    graph = symbolic_trace(f)
    assert torch.equal(graph(example), f(example)), "the graph differs from the function"
    return graph


def traced_ops(graph):
    def name(target):
        return target if type(target) is str else target.__name__

    return [name(node.target) for node in graph.graph.nodes if node.op not in {"placeholder", "get_attr", "output"}]


def is_traceable(f):
    root = f if isinstance(f, torch.nn.Module) else torch.nn.Module()
    try:
        Tracer().trace(root if root is f else f)
    except BaseException as problem:
        if isinstance(problem, (KeyboardInterrupt, SystemExit)):
            raise
        return False
    else:
        return True
