"""Nodes are tuples that a match statement takes apart; asserts run while the file is read."""

import math
import operator
from functools import reduce

import torch
from torch import fx


def grow(x, limit):
    norm = torch.norm(x.detach(), p="fro") if x.dim() > 1 else torch.norm(x.detach())
    if torch.isnan(norm) or torch.isinf(norm) or norm == 0:
        raise ValueError(f"x of norm {float(norm)} cannot grow")
    n = 0
    while torch.linalg.norm(x.reshape(-1)) < limit:
        x = torch.mul(x, 2)
        n += 1
    return x, n


assert grow(torch.tensor([3.0, 4.0]), 10)[1] == 1


class StaticGraph:
    def __init__(self):
        self.nodes = {}

    def __len__(self):
        return len(self.nodes)

    def _push(self, *what):
        key = f"n{len(self)}"
        self.nodes[key] = what
        return key

    def placeholder(self, name):
        return self._push("placeholder", name)

    def constant(self, value):
        return self._push("constant", value if torch.is_tensor(value) else torch.tensor(value))

    def add(self, a, b):
        return self._push("+", a, b)

    def mul(self, a, b):
        return self._push("*", a, b)

    def matmul(self, a, b):
        return self._push("@", a, b)

    def tanh(self, a):
        return self._push("tanh", a)

    def _needed(self, node):
        todo, seen = [node], set()
        while todo:
            key = todo.pop()
            if key in seen:
                continue
            seen.add(key)
            kind, *rest = self.nodes[key]
            if kind not in ("placeholder", "constant"):
                todo.extend(rest)
        return [key for key in self.nodes if key in seen]

    def run(self, node, feed):
        values = {}
        for key in self._needed(node):
            match self.nodes[key]:
                case ("placeholder", name):
                    try:
                        values[key] = feed[name]
                    except KeyError:
                        raise KeyError(f"placeholder {name} was not fed") from None
                case ("constant", value):
                    values[key] = value
                case ("+", a, b):
                    values[key] = operator.add(values[a], values[b])
                case ("*", a, b):
                    values[key] = operator.mul(values[a], values[b])
                case ("@", a, b):
                    values[key] = operator.matmul(values[a], values[b])
                case ("tanh", a):
                    values[key] = values[a].tanh()
        return values[node]


g = StaticGraph()
total = reduce(g.add, [g.placeholder("a"), g.placeholder("b"), g.constant(1)])
assert math.isclose(g.run(total, {"a": torch.tensor(1.0), "b": torch.tensor(2.0)}).item(), 4.0)


def trace(f, example):
    traced = fx.symbolic_trace(f)
    with torch.no_grad():
        want, got = f(example.clone()), traced(example.clone())
    assert torch.allclose(want, got, equal_nan=True)
    return traced


def traced_ops(graph):
    skip = {"placeholder", "get_attr", "output"}
    return [getattr(n.target, "__name__", n.target) for n in graph.graph.nodes if n.op not in skip]


def is_traceable(f):
    ok = True
    try:
        fx.symbolic_trace(f)
    except (fx.proxy.TraceError, TypeError, RuntimeError, ValueError):
        ok = False
    return ok


assert traced_ops(fx.symbolic_trace(lambda x: x + x + 1)) == ["add", "add"]
