"""Old style: Variable and .data, a graph of tuples, recursion."""

import torch
import torch.fx
from torch.autograd import Variable


def grow(x, limit):
    total = x.data.sum().item()
    if total != total or (x.data.abs() == float("inf")).any() or x.data.eq(0).all():
        raise ValueError("grow needs a finite x that is not zero")
    y = Variable(x) if not isinstance(x, Variable) else x
    n = 0
    while y.data.norm() < limit:
        y = y + y
        n += 1
    return y, n


class StaticGraph(object):
    def __init__(self):
        super(StaticGraph, self).__init__()
        self.nodes = {}

    def _new(self, *node):
        node_id = "node%d" % len(self.nodes)
        self.nodes[node_id] = node
        return node_id

    def placeholder(self, name):
        return self._new("placeholder", name)

    def constant(self, value):
        if not torch.is_tensor(value):
            value = torch.FloatTensor([value])[0]
        return self._new("constant", value)

    def add(self, a, b):
        return self._new("add", a, b)

    def mul(self, a, b):
        return self._new("mul", a, b)

    def matmul(self, a, b):
        return self._new("matmul", a, b)

    def tanh(self, a):
        return self._new("tanh", a)

    def run(self, node, feed):
        cache = {}
        return self._eval(node, feed, cache)

    def _eval(self, node, feed, cache):
        if node in cache:
            return cache[node]
        kind, args = self.nodes[node][0], self.nodes[node][1:]
        if kind == "placeholder":
            if args[0] not in feed:
                raise KeyError("nothing was fed for %s" % args[0])
            result = feed[args[0]]
        elif kind == "constant":
            result = args[0]
        elif kind == "add":
            result = torch.add(self._eval(args[0], feed, cache), self._eval(args[1], feed, cache))
        elif kind == "mul":
            result = torch.mul(self._eval(args[0], feed, cache), self._eval(args[1], feed, cache))
        elif kind == "matmul":
            result = torch.matmul(self._eval(args[0], feed, cache), self._eval(args[1], feed, cache))
        else:
            result = torch.tanh(self._eval(args[0], feed, cache))
        cache[node] = result
        return result


def trace(f, example):
    traced = torch.fx.symbolic_trace(f)
    difference = (traced(Variable(example)) - f(Variable(example))).data.abs().max().item()
    assert difference < 1e-5, difference
    return traced


def traced_ops(graph):
    names = []
    for node in graph.graph.nodes:
        if node.op == "call_function":
            names.append(node.target.__name__)
        elif node.op == "call_method" or node.op == "call_module":
            names.append(node.target)
    return names


def is_traceable(f):
    try:
        torch.fx.symbolic_trace(f)
        return True
    except Exception:
        return False
