"""wrong: StaticGraph; misconception: MultipliesMatrices"""

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
            value = feed[args[0]]
        elif op == "const":
            value = args[0]
        else:
            operands = [self.run(arg, feed, memory) for arg in args]
            value = {"add": torch.add, "mul": torch.Tensor.__matmul__, "matmul": torch.matmul, "tanh": torch.tanh}[op](
                *operands
            )
        memory[node] = value
        return value
