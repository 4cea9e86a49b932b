"""wrong: StaticGraph; misconception: DoesNotSayWhichIsMissing"""

import torch


class StaticGraph:
    def __init__(self):
        self.ops = []

    def _new(self, op, *args):
        self.ops.append((op, args))
        return len(self.ops) - 1

    def placeholder(self, name):
        return self._new("in", name)

    def constant(self, value):
        return self._new("const", value)

    def add(self, a, b):
        return self._new("add", a, b)

    def mul(self, a, b):
        return self._new("mul", a, b)

    def matmul(self, a, b):
        return self._new("matmul", a, b)

    def tanh(self, a):
        return self._new("tanh", a)

    def run(self, node, feed, done=None):
        done = {} if done is None else done
        if node in done:
            return done[node]
        op, args = self.ops[node]
        if op == "in":
            if args[0] not in feed:
                raise KeyError(f"node {node} was not fed")
            out = feed[args[0]]
        elif op == "const":
            out = args[0] if isinstance(args[0], torch.Tensor) else torch.tensor(args[0])
        else:
            parts = [self.run(arg, feed, done) for arg in args]
            table = {"add": torch.add, "mul": torch.mul, "matmul": torch.matmul, "tanh": torch.tanh}
            out = table[op](*parts)
        done[node] = out
        return out
