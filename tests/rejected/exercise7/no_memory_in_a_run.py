"""wrong: StaticGraph; misconception: ComputesSharedNodesAgain"""

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

    def run(self, node, feed):
        op, *args = self.program[node]
        if op == "feed":
            return feed[args[0]]
        if op == "const":
            return args[0]
        return getattr(torch, op)(*(self.run(arg, feed) for arg in args))
