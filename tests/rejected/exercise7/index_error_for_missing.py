"""wrong: StaticGraph; misconception: none

says: must raise a KeyError; got IndexError
"""

import torch


class StaticGraph:
    def __init__(self):
        self.ops = []

    def _new(self, *op):
        self.ops.append(op)
        return len(self.ops) - 1

    def placeholder(self, name):
        return self._new("in", name)

    def constant(self, value):
        return self._new("const", torch.as_tensor(value))

    def add(self, a, b):
        return self._new("add", a, b)

    def mul(self, a, b):
        return self._new("mul", a, b)

    def matmul(self, a, b):
        return self._new("matmul", a, b)

    def tanh(self, a):
        return self._new("tanh", a)

    def run(self, node, feed):
        done = {}

        def value(i):
            if i not in done:
                kind, *rest = self.ops[i]
                if kind == "in":
                    if rest[0] not in feed:
                        raise IndexError(rest[0])
                    done[i] = feed[rest[0]]
                elif kind == "const":
                    done[i] = rest[0]
                else:
                    args = [value(j) for j in rest]
                    if kind == "add":
                        done[i] = args[0] + args[1]
                    elif kind == "mul":
                        done[i] = args[0] * args[1]
                    elif kind == "matmul":
                        done[i] = args[0] @ args[1]
                    else:
                        done[i] = args[0].tanh()
            return done[i]

        return value(node)
