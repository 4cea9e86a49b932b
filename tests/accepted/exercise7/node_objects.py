"""Object-minded: nodes know how to compute themselves, a traced graph is replayed by an Interpreter."""

import operator

import torch
from torch.fx import GraphModule, Interpreter, symbolic_trace


class Doubler:
    def __init__(self, start):
        self.value, self.count = start, 0

    def until(self, limit):
        while not torch.norm(self.value) >= limit:
            self.value, self.count = 2 * self.value, self.count + 1
        return self.value, self.count


def grow(x, limit):
    size = torch.linalg.norm(x.detach().double().reshape(-1))
    if size == 0 or not torch.isfinite(size):
        raise ValueError("the norm of x must be positive and finite")
    return Doubler(x).until(limit)


class Thing:
    def __init__(self, operation, *sources):
        self.operation, self.sources = operation, sources

    def compute(self, feed, memory):
        if id(self) not in memory:
            memory[id(self)] = self.operation(feed, *[source.compute(feed, memory) for source in self.sources])
        return memory[id(self)]


def without_feed(function):
    def operation(feed, *values):
        return function(*values)

    return operation


class StaticGraph:
    def placeholder(self, name):
        return Thing(operator.itemgetter(name))

    def constant(self, value):
        return Thing(without_feed(lambda: torch.as_tensor(value)))

    def add(self, a, b):
        return Thing(without_feed(torch.add), a, b)

    def mul(self, a, b):
        return Thing(without_feed(torch.mul), a, b)

    def matmul(self, a, b):
        return Thing(without_feed(torch.Tensor.matmul), a, b)

    def tanh(self, a):
        return Thing(without_feed(torch.nn.functional.tanh), a)

    def run(self, node, feed):
        return node.compute(feed, {})


def trace(f, example):
    graph = symbolic_trace(f)
    assert isinstance(graph, GraphModule)
    replayed = Interpreter(graph).run(example)
    assert torch.allclose(replayed, f(example), equal_nan=True)
    graph.graph.lint()
    return graph


class Names(Interpreter):
    """Collects names as the nodes come by, without running them."""


def traced_ops(graph):
    seen = []
    for node in Names(graph).module.graph.nodes:
        if node.op in {"call_method", "call_module"}:
            seen.append(str(node.target))
        if node.op == "call_function":
            seen.append(node.target.__name__.rsplit(".", 1)[-1])
    return seen


def is_traceable(f):
    try:
        graph = symbolic_trace(f)
        graph.graph.lint()
    except BaseException as error:
        if isinstance(error, (KeyboardInterrupt, SystemExit, NameError)):
            raise
        return False
    return True
