"""Einsum for every product, closures for nodes."""

import functools
import math

import torch
import torch.fx


def grow(x, limit):
    if not torch.einsum("i,i->", x.detach().flatten().abs(), torch.ones_like(x.detach()).flatten()) > 0:
        raise ValueError("cannot grow from zero or NaN")
    if torch.isinf(x).any():
        raise ValueError("cannot grow from infinity")
    flat = x.detach().flatten().double()
    norm = math.sqrt(torch.einsum("i,i->", flat, flat).item())
    count = 0
    while norm < limit:
        norm, count = 2 * norm, count + 1
    return x * 2**count, count


class StaticGraph:
    def __init__(self):
        self.makers = {}

    def _define(self, maker):
        key = object()
        self.makers[key] = maker
        return key

    def placeholder(self, name):
        return self._define(lambda get, feed: feed[name])

    def constant(self, value):
        return self._define(lambda get, feed: torch.as_tensor(value))

    def add(self, a, b):
        return self._define(lambda get, feed: get(a) + get(b))

    def mul(self, a, b):
        return self._define(lambda get, feed: torch.einsum("...,...->...", get(a), get(b)))

    def matmul(self, a, b):
        return self._define(lambda get, feed: torch.einsum("nd,dk->nk", get(a), get(b)))

    def tanh(self, a):
        return self._define(lambda get, feed: 1 - 2 / (torch.exp(2 * get(a)) + 1))

    def run(self, node, feed):
        @functools.cache
        def get(key):
            return self.makers[key](get, feed)

        return get(node)


def trace(f, example):
    f(example)
    return torch.fx.symbolic_trace(f)


def traced_ops(graph):
    return [n.target if type(n.target) is str else n.target.__name__ for n in graph.graph.nodes if n.op[:4] == "call"]


def is_traceable(f):
    tracer = torch.fx.Tracer()
    try:
        tracer.trace(f)
    except (torch.fx.proxy.TraceError, TypeError):
        return False
    else:
        return True
