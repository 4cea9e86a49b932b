"""wrong: StaticGraph; misconception: SwapsTheFactors"""

import torch


class StaticGraph:
    def __init__(self):
        self.nodes = []

    def _put(self, *node):
        self.nodes.append(node)
        return len(self.nodes) - 1

    def placeholder(self, name):
        return self._put("placeholder", name)

    def constant(self, value):
        return self._put("constant", value)

    def add(self, a, b):
        return self._put("add", a, b)

    def mul(self, a, b):
        return self._put("mul", a, b)

    def matmul(self, a, b):
        return self._put("matmul", a, b)

    def tanh(self, a):
        return self._put("tanh", a)

    def run(self, node, feed):
        memory = {}

        def value(i):
            if i not in memory:
                op, *args = self.nodes[i]
                if op == "placeholder":
                    memory[i] = feed[args[0]]
                elif op == "constant":
                    memory[i] = torch.as_tensor(args[0])
                elif op == "add":
                    memory[i] = value(args[0]) + value(args[1])
                elif op == "mul":
                    memory[i] = value(args[0]) * value(args[1])
                elif op == "matmul":
                    memory[i] = value(args[1]) @ value(args[0])
                else:
                    memory[i] = torch.tanh(value(args[0]))
            return memory[i]

        return value(node)
