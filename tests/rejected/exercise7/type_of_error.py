"""wrong: StaticGraph; misconception: RaisesValueError"""

import torch


class StaticGraph:
    def __init__(self):
        self.program = []

    def _emit(self, *line):
        self.program.append(line)
        return len(self.program) - 1

    def placeholder(self, name):
        return self._emit("feed", name)

    def constant(self, value):
        return self._emit("const", torch.as_tensor(value))

    def add(self, a, b):
        return self._emit("add", a, b)

    def mul(self, a, b):
        return self._emit("mul", a, b)

    def matmul(self, a, b):
        return self._emit("matmul", a, b)

    def tanh(self, a):
        return self._emit("tanh", a)

    def run(self, node, feed, memory=None):
        memory = {} if memory is None else memory
        if node in memory:
            return memory[node]
        op, *args = self.program[node]
        if op == "feed":
            value = feed.get(args[0])
            if value is None:
                raise ValueError(f"feed me {args[0]}")
        elif op == "const":
            value = args[0]
        else:
            value = getattr(torch, op)(*(self.run(arg, feed, memory) for arg in args))
        memory[node] = value
        return value
