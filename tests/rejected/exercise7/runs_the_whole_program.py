"""wrong: StaticGraph; misconception: ComputesEveryNode"""

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
        results = []
        for op, *args in self.program:
            if op == "feed":
                results.append(feed[args[0]])
            elif op == "const":
                results.append(args[0])
            else:
                results.append(getattr(torch, op)(*(results[arg] for arg in args)))
        return results[node]
