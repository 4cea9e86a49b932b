"""Beginner's loops: plain lists, if and elif, one step at a time."""

import math

import torch
import torch.fx


def grow(x, limit):
    all_zero = True
    for number in x.flatten().tolist():
        if math.isnan(number) or math.isinf(number):
            raise ValueError("x holds something that is not a number")
        if number != 0:
            all_zero = False
    if all_zero:
        raise ValueError("x is zero")
    result = x.clone()
    steps = 0
    while True:
        norm = torch.sqrt(torch.sum(result**2))
        if norm >= limit:
            break
        result = result * 2
        steps = steps + 1
    return result, steps


class StaticGraph:
    def __init__(self):
        self.nodes = []

    def placeholder(self, name):
        self.nodes.append(["placeholder", name])
        return len(self.nodes) - 1

    def constant(self, value):
        if isinstance(value, (int, float)):
            value = torch.tensor(float(value))
        self.nodes.append(["constant", value])
        return len(self.nodes) - 1

    def add(self, a, b):
        self.nodes.append(["add", a, b])
        return len(self.nodes) - 1

    def mul(self, a, b):
        self.nodes.append(["mul", a, b])
        return len(self.nodes) - 1

    def matmul(self, a, b):
        self.nodes.append(["matmul", a, b])
        return len(self.nodes) - 1

    def tanh(self, a):
        self.nodes.append(["tanh", a])
        return len(self.nodes) - 1

    def run(self, node, feed):
        needed = [False] * len(self.nodes)
        needed[node] = True
        for i in range(node, -1, -1):
            if needed[i] and self.nodes[i][0] in ["add", "mul", "matmul", "tanh"]:
                for j in self.nodes[i][1:]:
                    needed[j] = True
        results = [None] * len(self.nodes)
        for i in range(node + 1):
            if not needed[i]:
                continue
            what = self.nodes[i][0]
            if what == "placeholder":
                name = self.nodes[i][1]
                if name in feed:
                    results[i] = feed[name]
                else:
                    raise KeyError("please feed the placeholder " + name)
            elif what == "constant":
                results[i] = self.nodes[i][1]
            elif what == "tanh":
                results[i] = torch.tanh(results[self.nodes[i][1]])
            else:
                a = results[self.nodes[i][1]]
                b = results[self.nodes[i][2]]
                if what == "add":
                    results[i] = a + b
                elif what == "mul":
                    results[i] = a * b
                else:
                    results[i] = a @ b
        return results[node]


def trace(f, example):
    g = torch.fx.symbolic_trace(f)
    a = g(example)
    b = f(example)
    if not torch.allclose(a, b):
        print("the traced graph is different!")
    return g


def traced_ops(graph):
    result = []
    for node in graph.graph.nodes:
        if node.op == "placeholder":
            continue
        if node.op == "get_attr":
            continue
        if node.op == "output":
            continue
        if isinstance(node.target, str):
            result.append(node.target)
        else:
            result.append(node.target.__name__)
    return result


def is_traceable(f):
    worked = True
    try:
        torch.fx.symbolic_trace(f)
    except Exception as problem:
        print("not traceable:", problem)
        worked = False
    return worked
