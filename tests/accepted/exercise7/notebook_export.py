#!/usr/bin/env python
# coding: utf-8

# In[1]:

from collections import OrderedDict

import torch
import torch.fx
from torch import as_tensor
from torch.nn import *  # noqa: F403

# In[2]:


def grow(x, limit):
    if any(v != v or v in (float("inf"), float("-inf")) for v in x.flatten().tolist()):
        raise ValueError("not finite")
    if x.norm() == 0:
        raise ValueError("zero")
    k = 0
    while float((x * 2**k).norm()) < limit:
        k += 1
    return x * 2**k, k


grow(torch.tensor([3.0, 4.0]), 20)

# In[3]:


class StaticGraph:
    def __init__(self):
        self.graph = OrderedDict()

    def _name(self, kind):
        return kind + "_" + str(len(self.graph))

    def placeholder(self, name):
        key = self._name("placeholder")
        self.graph[key] = ("placeholder", name)
        return key

    def constant(self, value):
        key = self._name("constant")
        self.graph[key] = ("constant", as_tensor(value))
        return key

    def add(self, a, b):
        key = self._name("add")
        self.graph[key] = ("add", a, b)
        return key

    def mul(self, a, b):
        key = self._name("mul")
        self.graph[key] = ("mul", a, b)
        return key

    def matmul(self, a, b):
        key = self._name("matmul")
        self.graph[key] = ("matmul", a, b)
        return key

    def tanh(self, a):
        key = self._name("tanh")
        self.graph[key] = ("tanh", a)
        return key

    def run(self, node, feed):
        needed = {node}
        for key in reversed(self.graph):
            if key in needed and self.graph[key][0] not in ("placeholder", "constant"):
                needed.update(self.graph[key][1:])
        env = {}
        for key, (kind, *args) in self.graph.items():
            if key not in needed:
                continue
            if kind == "placeholder":
                env[key] = feed[args[0]]
            elif kind == "constant":
                env[key] = args[0]
            else:
                env[key] = getattr(torch, kind)(*[env[a] for a in args])
        return env[node]


g = StaticGraph()
a = g.placeholder("a")
b = g.add(g.mul(a, a), g.constant(1))
print(g.run(b, {"a": torch.arange(3.0)}))

# In[4]:


def trace(f, example):
    gm = torch.fx.symbolic_trace(f)
    gm.recompile()
    gm.graph.lint()
    return gm


def traced_ops(graph):
    out = []
    for n in graph.graph.nodes:
        if n.op in ["call_method", "call_module"]:
            out += [n.target]
        if n.op == "call_function":
            out += [n.target.__name__]
    return out


def is_traceable(f):
    ok = True
    try:
        torch.fx.symbolic_trace(f)
    except:  # noqa: E722
        ok = False
    return ok


gm = trace(lambda x: x + x + 1, torch.ones(2))
print(gm.code)
print(traced_ops(gm), is_traceable(lambda x: x if x.sum() > 0 else -x))
