"""Recursion with a memo and a raised recursion limit; norms by hand; ids that are objects."""

import math
import sys

import torch
from torch import fx

sys.setrecursionlimit(10_000)


def grow(x, limit):
    if torch.isfinite(x).logical_not().any() or x.abs().max() == 0:
        raise ValueError("x cannot grow")
    times = 0
    y = x.clone()
    while math.sqrt((y.detach() ** 2).sum().item()) < limit:
        y = torch.mul(y, 2)
        times += 1
    return y, times


class Id:
    __slots__ = ("inputs", "operation")

    def __init__(self, operation, *inputs):
        self.operation, self.inputs = operation, inputs


class StaticGraph:
    def placeholder(self, name):
        return Id(name)

    def constant(self, value):
        return Id(torch.tensor(value) if not isinstance(value, torch.Tensor) else value.clone())

    def add(self, a, b):
        return Id(lambda p, q: p + q, a, b)

    def mul(self, a, b):
        return Id(lambda p, q: p * q, a, b)

    def matmul(self, a, b):
        return Id(lambda p, q: torch.einsum("nd,dk->nk", p, q) if p.dim() == q.dim() == 2 else p @ q, a, b)

    def tanh(self, a):
        return Id(lambda p: p.tanh(), a)

    def run(self, node, feed):
        memo = {}

        def visit(one):
            if one in memo:
                return memo[one]
            if isinstance(one.operation, str):
                if one.operation not in feed:
                    raise KeyError(f"no value was fed for {one.operation}")
                memo[one] = feed[one.operation]
            elif torch.is_tensor(one.operation):
                memo[one] = one.operation
            else:
                memo[one] = one.operation(*[visit(each) for each in one.inputs])
            return memo[one]

        return visit(node)


def trace(f, example):
    traced = fx.symbolic_trace(f)
    difference = (traced(example) - f(example)).abs().max()
    assert difference < 1e-6
    return traced


def traced_ops(graph):
    table = {
        "call_function": lambda target: target.__name__,
        "call_method": str,
        "call_module": str,
    }
    return [table[node.op](node.target) for node in graph.graph.nodes if node.op in table]


def is_traceable(f):
    try:
        fx.symbolic_trace(f)
    except fx.proxy.TraceError:
        return False
    except (TypeError, ValueError, RuntimeError, IndexError):
        return False
    return True
