"""Modern and typed: a class for each kind of node, match statements, topological sorting from the standard library."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import Any

import torch
from torch import Tensor, fx


def grow(x: Tensor, limit: float) -> tuple[Tensor, int]:
    if not (x.isfinite().all() and x.count_nonzero()):
        raise ValueError(f"x must be finite and non-zero, got {x}")
    for doublings in itertools.count():
        grown = torch.ldexp(x, torch.tensor(doublings, device=x.device)) if doublings else x
        if torch.linalg.vector_norm(grown) >= limit:
            return grown.to(x.dtype), doublings
    raise AssertionError("unreachable")


@dataclass(frozen=True, eq=False)
class Placeholder:
    name: str


@dataclass(frozen=True, eq=False)
class Constant:
    value: Tensor


@dataclass(frozen=True, eq=False)
class Operation:
    function: Callable[..., Tensor]
    inputs: tuple[Node, ...]


Node = Placeholder | Constant | Operation


class StaticGraph:
    def placeholder(self, name: str) -> Node:
        return Placeholder(name)

    def constant(self, value: Tensor | float) -> Node:
        return Constant(value if isinstance(value, Tensor) else torch.tensor(value))

    def add(self, a: Node, b: Node) -> Node:
        return Operation(torch.add, (a, b))

    def mul(self, a: Node, b: Node) -> Node:
        return Operation(torch.mul, (a, b))

    def matmul(self, a: Node, b: Node) -> Node:
        return Operation(torch.matmul, (a, b))

    def tanh(self, a: Node) -> Node:
        return Operation(torch.tanh, (a,))

    def run(self, node: Node, feed: Mapping[str, Tensor]) -> Tensor:
        values: dict[Node, Tensor] = {}
        for step in self._order(node):
            match step:
                case Placeholder(name):
                    values[step] = feed[name]
                case Constant(value):
                    values[step] = value
                case Operation(function, inputs):
                    values[step] = function(*(values[one] for one in inputs))
        return values[node]

    @staticmethod
    def _order(node: Node) -> list[Node]:
        sorter: TopologicalSorter[Node] = TopologicalSorter()
        seen, stack = set(), [node]
        while stack:
            current = stack.pop()
            if current in seen:
                continue
            seen.add(current)
            inputs = current.inputs if isinstance(current, Operation) else ()
            sorter.add(current, *inputs)
            stack.extend(inputs)
        return list(sorter.static_order())


def trace(f: Callable[[Tensor], Tensor], example: Tensor) -> fx.GraphModule:
    module = fx.symbolic_trace(f)
    torch.testing.assert_close(module(example), f(example))
    return module


def traced_ops(graph: fx.GraphModule) -> list[str]:
    def name(node: fx.Node) -> list[str]:
        match node.op, node.target:
            case "call_function", target:
                return [target.__name__]
            case "call_method" | "call_module", str(target):
                return [target]
        return []

    return [one for node in graph.graph.nodes for one in name(node)]


def is_traceable(f: Callable[[Tensor], Any]) -> bool:
    try:
        fx.symbolic_trace(f)
    except (fx.proxy.TraceError, TypeError, RuntimeError):
        return False
    return True
