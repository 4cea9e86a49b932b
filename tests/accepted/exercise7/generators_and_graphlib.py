"""The standard library does the ordering: graphlib, a chain of generators, match statements."""

import contextlib
import graphlib
import itertools

import torch
import torch.fx


def doublings_of(x):
    while True:
        yield x
        x = 2 * x


def grow(x, limit):
    if not (torch.isfinite(x).all() and torch.any(x != 0)):
        raise ValueError("x has to be finite and different from zero")
    for count, grown in enumerate(doublings_of(x)):
        if torch.linalg.norm(grown.flatten()) >= limit:
            return grown, count
    raise AssertionError("unreachable")


class StaticGraph:
    def __init__(self):
        self._ids = itertools.count()
        self._steps = {}

    def _step(self, *what):
        label = f"n{next(self._ids)}"
        self._steps[label] = what
        return label

    def placeholder(self, name):
        return self._step("feed", name)

    def constant(self, value):
        return self._step("constant", torch.as_tensor(value))

    def add(self, a, b):
        return self._step("add", a, b)

    def mul(self, a, b):
        return self._step("mul", a, b)

    def matmul(self, a, b):
        return self._step("matmul", a, b)

    def tanh(self, a):
        return self._step("tanh", a)

    def _below(self, node):
        found, front = {}, {node}
        while front:
            label = front.pop()
            kind, *inputs = self._steps[label]
            found[label] = [] if kind in ("feed", "constant") else inputs
            front |= {one for one in found[label] if one not in found}
        return found

    def run(self, node, feed):
        values = {}
        for label in graphlib.TopologicalSorter(self._below(node)).static_order():
            match self._steps[label]:
                case ("feed", name):
                    if feed.get(name) is None:
                        raise KeyError(name)
                    values[label] = feed[name]
                case ("constant", value):
                    values[label] = value
                case ("add", a, b):
                    values[label] = values[a] + values[b]
                case ("mul", a, b):
                    values[label] = values[a] * values[b]
                case ("matmul", a, b):
                    values[label] = values[a].matmul(values[b])
                case ("tanh", a):
                    values[label] = values[a].tanh()
        return values[node]


def trace(f, example):
    graph = torch.fx.GraphModule(torch.nn.Module(), torch.fx.Tracer().trace(f))
    if not torch.allclose(graph(example), f(example)):
        raise ValueError("tracing changed the result")
    return graph


class Names(torch.fx.Interpreter):
    """Only used for its list of nodes."""

    def names(self):
        nodes = filter(lambda node: node.op.startswith("call_"), self.module.graph.nodes)
        return [node.target if node.op != "call_function" else node.target.__name__ for node in nodes]


def traced_ops(graph):
    return Names(graph).names()


def is_traceable(f):
    with contextlib.suppress(Exception):
        return isinstance(torch.fx.symbolic_trace(f), torch.fx.GraphModule)
    return False
