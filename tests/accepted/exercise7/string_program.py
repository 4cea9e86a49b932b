"""The graph as a little program: a list of instructions, run up to the wanted one, dead ones skipped."""

import torch
from torch.fx import symbolic_trace


def grow(x, limit):
    finite = bool(torch.isfinite(x).all())
    if finite and x.any():
        steps = 0
        while x.detach().norm() < limit:
            x, steps = torch.add(x, x), steps + 1
        return x, steps
    raise ValueError("zero" if finite else "not finite")


class StaticGraph:
    def __init__(self):
        self.program = []

    def placeholder(self, name):
        return self.emit("load", name)

    def constant(self, value):
        return self.emit("push", torch.as_tensor(value))

    def add(self, a, b):
        return self.emit("add", a, b)

    def mul(self, a, b):
        return self.emit("mul", a, b)

    def matmul(self, a, b):
        return self.emit("matmul", a, b)

    def tanh(self, a):
        return self.emit("tanh", a)

    def emit(self, *instruction):
        self.program.append(instruction)
        return len(self.program) - 1

    def run(self, node, feed):
        alive = [False] * (node + 1)
        alive[node] = True
        for i in range(node, -1, -1):
            name, *operands = self.program[i]
            if alive[i] and name not in ("load", "push"):
                for operand in operands:
                    alive[operand] = True
        registers = [None] * (node + 1)
        for i, (name, *operands) in enumerate(self.program[: node + 1]):
            if not alive[i]:
                continue
            if name == "load":
                registers[i] = feed[operands[0]]
            elif name == "push":
                registers[i] = operands[0]
            else:
                registers[i] = getattr(torch, name)(*(registers[operand] for operand in operands))
        return registers[node]


def trace(f, example):
    return symbolic_trace(f)


def traced_ops(graph):
    for node in graph.graph.nodes:
        assert node.op
    calls = [node for node in graph.graph.nodes if node.op[:4] == "call"]
    return [c.target if c.op != "call_function" else c.target.__name__ for c in calls]


def is_traceable(f):
    try:
        symbolic_trace(f)
    except (torch.fx.proxy.TraceError, TypeError, RuntimeError, ValueError):
        return False
    return True
