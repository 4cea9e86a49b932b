"""A graph of lambdas evaluated in the order in which nodes were made; recursion-free."""

import operator

import torch
import torch.fx


def grow(x, limit):
    size = torch.linalg.vector_norm(x)
    if not (torch.isfinite(size) and torch.isfinite(x).all()) or size == 0:
        raise ValueError("x cannot grow")
    doublings = 0
    while torch.linalg.vector_norm(x) < limit:
        x, doublings = x + x, doublings + 1
    return x, doublings


class StaticGraph:
    def __init__(self):
        self.program = []

    def _append(self, kind, payload, inputs=()):
        self.program.append((kind, payload, tuple(inputs)))
        return len(self.program) - 1

    def placeholder(self, name):
        return self._append("placeholder", name)

    def constant(self, value):
        return self._append("constant", value)

    def add(self, a, b):
        return self._append("op", operator.add, (a, b))

    def mul(self, a, b):
        return self._append("op", operator.mul, (a, b))

    def matmul(self, a, b):
        return self._append("op", operator.matmul, (a, b))

    def tanh(self, a):
        return self._append("op", torch.tanh, (a,))

    def run(self, node, feed):
        needed, todo = set(), [node]
        while todo:
            current = todo.pop()
            if current not in needed:
                needed.add(current)
                todo.extend(self.program[current][2])
        values = {}
        for index in sorted(needed):
            kind, payload, inputs = self.program[index]
            if kind == "placeholder":
                try:
                    values[index] = feed[payload]
                except KeyError:
                    raise KeyError(f"placeholder {payload!r} was not fed") from None
            elif kind == "constant":
                values[index] = torch.as_tensor(payload)
            else:
                values[index] = payload(*[values[i] for i in inputs])
        return values[node]


def trace(f, example):
    module = torch.fx.symbolic_trace(f)
    assert torch.allclose(module(example), f(example), equal_nan=True)
    return module


def traced_ops(graph):
    names = []
    for node in graph.graph.nodes:
        if node.op == "call_function":
            names.append(node.target.__name__)
        elif node.op in {"call_method", "call_module"}:
            names.append(node.target)
    return names


def is_traceable(f):
    try:
        torch.fx.Tracer().trace(f)
    except Exception:
        return False
    return True
