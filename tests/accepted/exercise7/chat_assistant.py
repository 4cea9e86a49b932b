"""As a chat assistant answers: an Enum of operations, isinstance checks everywhere, topological order by recursion."""

import math
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any, Callable, Dict, List, Optional, Tuple, Union

import torch
import torch.fx as fx
from torch import Tensor


def grow(x: Tensor, limit: float) -> Tuple[Tensor, int]:
    """Double ``x`` until its norm reaches ``limit``."""
    if not isinstance(x, Tensor):
        raise TypeError("x must be a tensor")
    if torch.isnan(x).any() or torch.isinf(x).any():
        raise ValueError("x must be finite.")
    if torch.all(x == 0):
        raise ValueError("x must be non-zero.")
    result = x
    count = 0
    while torch.norm(result).item() < limit:
        result = result * 2
        count += 1
        if count > 10_000:
            raise RuntimeError("did not converge")
    return result, count


class OpType(Enum):
    PLACEHOLDER = auto()
    CONSTANT = auto()
    ADD = auto()
    MUL = auto()
    MATMUL = auto()
    TANH = auto()


@dataclass
class Node:
    op: OpType
    inputs: List[int] = field(default_factory=list)
    name: Optional[str] = None
    value: Optional[Union[Tensor, float]] = None


class StaticGraph:
    """A simple define-then-run computation graph."""

    def __init__(self) -> None:
        self.nodes: Dict[int, Node] = {}
        self._next_id = 0

    def _add_node(self, node: Node) -> int:
        node_id = self._next_id
        self.nodes[node_id] = node
        self._next_id += 1
        return node_id

    def placeholder(self, name: str) -> int:
        return self._add_node(Node(OpType.PLACEHOLDER, name=name))

    def constant(self, value: Union[Tensor, float]) -> int:
        if not isinstance(value, Tensor):
            value = torch.tensor(float(value))
        return self._add_node(Node(OpType.CONSTANT, value=value))

    def add(self, a: int, b: int) -> int:
        return self._add_node(Node(OpType.ADD, inputs=[a, b]))

    def mul(self, a: int, b: int) -> int:
        return self._add_node(Node(OpType.MUL, inputs=[a, b]))

    def matmul(self, a: int, b: int) -> int:
        return self._add_node(Node(OpType.MATMUL, inputs=[a, b]))

    def tanh(self, a: int) -> int:
        return self._add_node(Node(OpType.TANH, inputs=[a]))

    def run(self, node: int, feed: Dict[str, Tensor]) -> Tensor:
        order: List[int] = []
        visited = set()
        stack = [(node, False)]
        while stack:
            current, expanded = stack.pop()
            if expanded:
                order.append(current)
                continue
            if current in visited:
                continue
            visited.add(current)
            stack.append((current, True))
            for parent in self.nodes[current].inputs:
                stack.append((parent, False))
        values: Dict[int, Tensor] = {}
        for current in order:
            n = self.nodes[current]
            if n.op is OpType.PLACEHOLDER:
                if n.name not in feed:
                    raise KeyError(f"Placeholder '{n.name}' was not fed.")
                values[current] = feed[n.name]
            elif n.op is OpType.CONSTANT:
                values[current] = n.value
            elif n.op is OpType.ADD:
                values[current] = torch.add(*[values[i] for i in n.inputs])
            elif n.op is OpType.MUL:
                values[current] = torch.mul(*[values[i] for i in n.inputs])
            elif n.op is OpType.MATMUL:
                values[current] = torch.matmul(*[values[i] for i in n.inputs])
            elif n.op is OpType.TANH:
                values[current] = torch.tanh(values[n.inputs[0]])
            else:
                raise ValueError(f"Unknown op: {n.op}")
        return values[node]


def trace(f: Callable[[Tensor], Tensor], example: Tensor) -> fx.GraphModule:
    """Trace ``f`` symbolically and verify at ``example``."""
    traced = fx.symbolic_trace(f)
    expected = f(example)
    actual = traced(example)
    if isinstance(expected, Tensor) and not torch.allclose(expected, actual, equal_nan=True):
        raise RuntimeError("The traced graph does not match the function.")
    return traced


def traced_ops(graph: fx.GraphModule) -> List[str]:
    """Names of operations in execution order."""
    ops: List[str] = []
    for node in graph.graph.nodes:
        if node.op == "call_function":
            ops.append(getattr(node.target, "__name__", str(node.target)))
        elif node.op == "call_method":
            ops.append(str(node.target))
        elif node.op == "call_module":
            ops.append(str(node.target))
    return ops


def is_traceable(f: Callable[..., Any]) -> bool:
    """Whether ``f`` can be traced symbolically."""
    try:
        fx.symbolic_trace(f)
        return True
    except Exception as e:  # tracing fails in many ways
        print(f"not traceable: {type(e).__name__}: {e}")
        return False


if __name__ == "__main__":
    print(grow(torch.tensor([3.0, 4.0]), 20), math.inf)
