"""Exercise 7: dynamic and static graphs.

There are two ways to bake a cake for the second time. You can cook freely and note each
step while you do it. Or you write the recipe first, and then anybody can bake it, as
often as they like. PyTorch grew up with the first way, early TensorFlow with the second
one. Today both live in PyTorch. When something is slow, or hard to debug, or does not
run on a phone, ask first which of the two you have.

A computation is a *graph*. Operations sit at the nodes, numbers flow along the edges.
This one is y = x * x + 1:

    x ----+----> mul ----> square ----> add ----> y
          |       ^                      ^
          +-------+                 1 ---+

Part 1: dynamic, or define by run
---------------------------------
PyTorch notes each operation while your Python runs it. The graph is built anew at every
run. So `if`, `while` and recursion are plain Python, and they may look at the data:

    y, count = x, 0
    while y.norm() < 100:       # how many times? it depends on x
        y, count = y * 2, count + 1

For x = [3, 4] the norms are 5, 10, 20, 40, 80, 160. These are five doublings: y = [96,
128], and the derivative of y with respect to x is 2^5 = 32. For another x the graph is
another one, and `backward()` walks through the one that was built this time.

(Old notes wrap each tensor in a `Variable` for this. That is history: since 2018 a
tensor with `requires_grad=True` is noted by itself.)

Part 2: static, or define then run
----------------------------------
First you describe the computation. Where data will be, you put a *placeholder*. Nothing
is computed. Then you run the finished description, each time with other data:

    >>> graph = StaticGraph()
    >>> x = graph.placeholder("x")
    >>> square = graph.mul(x, x)
    >>> y = graph.add(square, graph.constant(1.0))
    >>> graph.run(y, {"x": torch.tensor([1.0, 2.0, 3.0])})
    tensor([ 2.,  5., 10.])
    >>> graph.run(y, {"x": torch.tensor([10.0])})
    tensor([101.])

What such a graph keeps is no more than a table. To run y, look up what it needs, and
what that needs, and so on:

    id    operation        inputs
    0     placeholder x
    1     mul              0, 0
    2     constant 1
    3     add              1, 2

    Question: Let a graph be y1 = x + x, y2 = y1 + y1, and so on to y30. How many
    additions does one run take?
    Answer: 30, if each value is kept for the rest of the run. If you compute an input
    again wherever it is used, it is 1 + 2 + 4 + ... , more than a billion.

What you win and what you lose
------------------------------
    to debug     dynamic: easy. The error comes in the line that is wrong. You can print
                 any value there, or stop in a debugger.
                 static: hard. That line has run long ago and was fine. The error comes
                 in `run`, where all nodes look alike, and there was no value to print.
    freedom      dynamic: any Python.
                 static: an `if` on a placeholder has nothing to look at. The graph
                 needs a node for it (`torch.cond` today).
    speed        dynamic: slower. Python starts each operation, one by one, and nobody
                 knows what comes next.
                 static: fast. All is known before. What is not needed is left out, what
                 is shared is computed once, and neighbours are fused: x * x + 1 is one
                 trip through the memory, not two.
    to carry     dynamic: needs your Python code.
                 static: the graph can be saved, sent to a phone, run without Python.

An example for the first line. You write matmul(w, x) where you meant matmul(x, w). In
dynamic code this line stops at once, with both shapes. In a static graph the line only
makes a new row of the table, with no shapes to compare. The error comes minutes later,
in `run`, and says something of a row that you never named.

What became of it
-----------------
Freedom won the people. TensorFlow has been dynamic by default since 2019. But speed and
carrying were missed, so PyTorch learned to make the static graph *from* your dynamic
code. There are three tools, and they differ in what they do when the code looks at
data.

torch.fx (2021) is the one of this exercise. `symbolic_trace` calls your function with a
stand-in for the tensor and notes what is done to it. You get a `GraphModule`: a static
graph that you can call, look at and change.

    >>> graph = trace(lambda x: torch.tanh(x * 2 + 1), torch.ones(3))
    >>> traced_ops(graph)
    ['mul', 'add', 'tanh']

These are its nodes, as `graph.graph.nodes` lists them:

    name      op               target          args
    x         placeholder      x
    mul       call_function    operator.mul    x, 2
    add       call_function    operator.add    mul, 1
    tanh      call_function    torch.tanh      add
    output    output           output          tanh

It is right for all inputs, because no real number was ever looked at. For the same
reason it fails at `if x.sum() > 0`, `for row in x` and `float(x)`. That is honest. An
older tool, `torch.jit.trace`, runs your code with a real example and notes the branch
that this example took. For other inputs it is wrong, and a warning is all that you get.

torch.compile (2023) makes code faster and seldom refuses. Where it cannot go on it ends
the graph, lets Python run that line, and starts a new graph (a *graph break*). It also
notes what it took for granted, such as a shape. If that changes it compiles again. Its
authors report 2.27 times the speed in use and 1.41 times in training, as the mean of
180 models on one kind of GPU.

torch.export (2023) is for carrying. It wants all of it in one graph, or it refuses and
says where. What comes out runs on a server or a phone without your Python.

Who uses fx today? You do, whenever you call those two: what they hand on is an fx
graph. torchvision cuts networks with it (`create_feature_extractor`). Tools that make
models smaller use it to find and replace operations.

So this is how one works today. Write dynamic code and debug it. When it is right and
too slow, compile it. When it has to leave your computer, export it.

    Question: `for _ in range(3): x = x * 2` is a loop. Can it be traced?
    Answer: Yes. It does not look at the data. Tracing runs the loop, and the graph
    holds three multiplications. After that it is always three.

What to do
----------
Write the functions from top to bottom. Before you write `StaticGraph.run`, draw the
graph of y = x * x + 1 on paper, and evaluate it backward from y. `grade exercise7`
checks them. `python exercises/exercise7.py` shows at any time what your functions can
do so far. `python -m doctest exercises/exercise7.py` runs the examples of this page;
silence means that all agree.

    function | points | minutes
    grow | 20 | 15
    StaticGraph | 40 | 40
    trace | 14 | 10
    traced_ops | 14 | 15
    is_traceable | 12 | 10

Sources
-------
- PyTorch, autograd mechanics: https://docs.pytorch.org/docs/stable/notes/autograd.html
- PyTorch, torch.fx: https://docs.pytorch.org/docs/stable/fx.html
- PyTorch, torch.export: https://docs.pytorch.org/docs/stable/export.html
- Reed and others 2021, the paper on torch.fx: https://arxiv.org/abs/2112.08429
- Abadi and others 2016, the paper on TensorFlow: https://arxiv.org/abs/1605.08695
- Ansel and others 2024, the paper on torch.compile:
  https://doi.org/10.1145/3620665.3640366
"""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch.fx import GraphModule

NodeId = int
"""What StaticGraph hands out for a node. A number is the simplest."""


def grow(x: Tensor, limit: float) -> tuple[Tensor, int]:
    """Double x until its norm reaches the limit: the graph's depth depends on the data.

    The norm is the Euclidean one of all elements together. It has reached the limit
    when it is equal or above.

    Args:
        x: any shape, floating point; it is not changed.
        limit: the norm to reach.

    Returns:
        The grown tensor, x's shape, dtype and device, still differentiable with respect
        to x, and the number of doublings, 0 when x is there already.

    Raises:
        ValueError: when x holds only zeros (it would never grow) or a number that is
            not finite.

    Example:
        The norms are 5, 10 and 20:

        >>> grow(torch.tensor([3.0, 4.0]), 20)
        (tensor([12., 16.]), 2)

    Source: https://docs.pytorch.org/docs/stable/notes/autograd.html
    """
    if not torch.isfinite(x).all() or not x.any():
        raise ValueError("x must be finite and not all zeros; only such an x can grow")
    grown, doublings = x, 0
    while torch.linalg.vector_norm(grown) < limit:
        # Not grown *= 2: that would write into the caller's x.
        grown = grown * 2
        doublings += 1
    return grown, doublings


@dataclass(frozen=True)
class _Node:
    """One step of a StaticGraph.

    What to do with the values of its inputs, or with the feed when it has none.
    """

    compute: Callable[..., Any]
    inputs: tuple[NodeId, ...] = ()


class StaticGraph:
    """A graph that is defined first and run afterwards, each time with other data.

    The methods that define return the id of a new node and compute nothing. Ids are
    valid for their own graph only.

    Example:
        >>> graph = StaticGraph()
        >>> a, b = graph.placeholder("a"), graph.placeholder("b")
        >>> product = graph.matmul(a, b)
        >>> graph.run(product, {"a": torch.ones(2, 3), "b": torch.ones(3, 2)})
        tensor([[3., 3.],
                [3., 3.]])

    Source: https://arxiv.org/abs/1605.08695
    """

    def __init__(self) -> None:
        """Start with no nodes."""
        self._nodes: list[_Node] = []

    def placeholder(self, name: str) -> NodeId:
        """Define an input that is fed at every run.

        Args:
            name: the key under which `run` finds it.

        Returns:
            The id of the node.
        """
        return self._define(_Node(lambda feed: feed[name]))

    def constant(self, value: Tensor | float) -> NodeId:
        """Define a value that is the same at every run.

        Args:
            value: a tensor of any shape, or a plain number.

        Returns:
            The id of the node.
        """
        return self._define(_Node(lambda feed: value))

    def add(self, a: NodeId, b: NodeId) -> NodeId:
        """Define the elementwise sum of two nodes, with broadcasting.

        Args:
            a: id of the first node.
            b: id of the second node; it may be the first one again.

        Returns:
            The id of the new node.
        """
        return self._define(_Node(operator.add, (a, b)))

    def mul(self, a: NodeId, b: NodeId) -> NodeId:
        """Define the elementwise product of two nodes, with broadcasting.

        Args:
            a: id of the first node.
            b: id of the second node; it may be the first one again.

        Returns:
            The id of the new node.
        """
        return self._define(_Node(operator.mul, (a, b)))

    def matmul(self, a: NodeId, b: NodeId) -> NodeId:
        """Define the matrix product of two nodes, (n, d) @ (d, k) -> (n, k).

        Args:
            a: id of the left node.
            b: id of the right node.

        Returns:
            The id of the new node.
        """
        return self._define(_Node(operator.matmul, (a, b)))

    def tanh(self, a: NodeId) -> NodeId:
        """Define the elementwise tanh of a node.

        Args:
            a: id of the node.

        Returns:
            The id of the new node.
        """
        return self._define(_Node(lambda one: torch.tanh(torch.as_tensor(one)), (a,)))

    def run(self, node: NodeId, feed: Mapping[str, Tensor]) -> Tensor:
        """Compute one node from the data of this run.

        Each node that it depends on is computed once.

        Args:
            node: the id of the node that is wanted.
            feed: a tensor for each placeholder that the node depends on; others may be
                there or not.

        Returns:
            The node's value, always a tensor, also when it is a constant number. Graphs
            may be 200 nodes deep.

        Raises:
            KeyError: naming a placeholder that the node depends on and that `feed`
                lacks.

        Example:
            >>> graph = StaticGraph()
            >>> x = graph.placeholder("x")
            >>> graph.run(graph.add(x, x), {"x": torch.tensor([4.0])})
            tensor([8.])
            >>> graph.run(graph.add(x, x), {})
            Traceback (most recent call last):
            KeyError: 'x'
        """
        # The values live in this run only; kept in self, they would still be there at
        # the next run, with other data.
        values: dict[NodeId, Any] = {}
        for needed in self._in_order(node):
            step = self._nodes[needed]
            arguments = [values[one] for one in step.inputs] if step.inputs else [feed]
            values[needed] = step.compute(*arguments)
        return torch.as_tensor(values[node])

    def _define(self, node: _Node) -> NodeId:
        self._nodes.append(node)
        return len(self._nodes) - 1

    def _in_order(self, node: NodeId) -> list[NodeId]:
        needed, waiting = {node}, [node]
        while waiting:
            for one in self._nodes[waiting.pop()].inputs:
                if one not in needed:
                    needed.add(one)
                    waiting.append(one)
        # A node is always defined after its inputs, so the order of the ids is an order
        # of evaluation.
        return sorted(needed)


def trace(f: Callable[[Tensor], Tensor], example: Tensor) -> GraphModule:
    """Capture a function as a static graph, and check it at an example.

    It is captured by torch.fx.symbolic_trace.

    Args:
        f: a function of one tensor, or a module, whose steps do not depend on the
            numbers in it.
        example: an input of f, to compare the graph with f; the graph is right at other
            inputs too.

    Returns:
        The torch.fx.GraphModule; called like f, it gives what f gives.

    Raises:
        AssertionError: when the graph and f differ at the example.

    Example:
        >>> graph = trace(lambda x: x * x + 1, torch.ones(2))
        >>> graph(torch.tensor([3.0]))
        tensor([10.])

    Source: https://docs.pytorch.org/docs/stable/fx.html#torch.fx.symbolic_trace
    """
    graph = torch.fx.symbolic_trace(f)
    torch.testing.assert_close(graph(example), f(example), equal_nan=True)
    return graph


def traced_ops(graph: GraphModule) -> list[str]:
    """List the operations of a traced graph, in the order in which they run.

    Each one is listed by the name of its target. Placeholders (inputs), attributes
    (parameters and constants that are read) and the output are not operations. An
    operation that runs twice is listed twice.

    Args:
        graph: what `trace` returned.

    Returns:
        The names. The target of a function is the function: its name is its `__name__`.
        The target of a method or of a submodule is its name already.

    Example:
        >>> traced_ops(trace(lambda x: x + x + 1, torch.ones(2)))
        ['add', 'add']
        >>> traced_ops(trace(lambda x: torch.tanh(x).sum(), torch.ones(2)))
        ['tanh', 'sum']

    Source: https://docs.pytorch.org/docs/stable/fx.html#torch.fx.Node
    """
    operations = ("call_function", "call_method", "call_module")
    targets = [node.target for node in graph.graph.nodes if node.op in operations]
    return [one if isinstance(one, str) else one.__name__ for one in targets]


def is_traceable(f: Callable[[Tensor], Any]) -> bool:
    """Say whether symbolic tracing can capture f.

    Args:
        f: a function of one tensor, or a module.

    Returns:
        False where tracing fails because f needs the data: an `if`, `while` or `for` on
        the tensor, float(x), range(int(x.sum())). True otherwise; an `if` or a loop
        that does not look at the tensor is no obstacle.

    Example:
        >>> is_traceable(lambda x: x + 1)
        True
        >>> is_traceable(lambda x: x if x.sum() > 0 else -x)
        False

    Source: https://docs.pytorch.org/docs/stable/fx.html#limitations-of-symbolic-tracing
    """
    try:
        torch.fx.symbolic_trace(f)
    # Tracing has no single way to fail: `if` raises a TraceError, float(x) a TypeError,
    # len(x) a RuntimeError.
    except (torch.fx.proxy.TraceError, TypeError, RuntimeError):
        return False
    return True


if __name__ == "__main__":
    from grader.demo import draw, run_demo

    def demo() -> None:
        """Bacteria grow, a daisy learns in a static graph, and code is traced."""

        def flowers() -> tuple[Tensor, Tensor]:
            """How much light there is, and how far the daisies are open."""
            light = torch.linspace(-1, 1, 50).unsqueeze(1)
            return light, torch.tanh(3 * light - 1) + 0.05 * torch.randn(50, 1)

        torch.manual_seed(0)
        print("Bacteria double every hour. How long until there are 1000?\n")
        print("  at first    hours    at last    one more at first makes")
        for first in (3.0, 40.0, 2000.0):
            count = torch.tensor([first], requires_grad=True)
            last, hours = grow(count, 1000)
            last.sum().backward()
            more = f"{count.grad.item():.0f} more at last"
            print(f"  {first:8.0f}{hours:9}{last.item():11.0f}    {more}")

        graph, names = StaticGraph(), ("light", "w", "b", "seen")
        light, w, b, seen = (graph.placeholder(name) for name in names)
        opened = graph.tanh(graph.add(graph.matmul(light, w), b))
        miss = graph.add(opened, graph.mul(graph.constant(-1.0), seen))
        error = graph.mul(miss, miss)
        x, y = flowers()
        values, losses = [torch.zeros(1, 1), torch.zeros(1)], []
        for _ in range(100):
            values = [value.detach().requires_grad_() for value in values]
            feed = {"light": x, "seen": y, "w": values[0], "b": values[1]}
            loss = graph.run(error, feed).mean()
            losses.append(loss.item())
            grads = torch.autograd.grad(loss, values)
            values = [value - grad for value, grad in zip(values, grads, strict=True)]
        print("\nDaisies open with the light, as tanh(3 light - 1). One static graph,")
        print("defined once and run 100 times, has learned", end=" ")
        slope, shift = (value.item() for value in values)
        sign = "-" if shift < 0 else "+"
        print(f"tanh({slope:.1f} light {sign} {abs(shift):.1f}).\n")
        draw("What your static graph learns", {"loss": losses}, "run", "loss")

        traced = trace(lambda one: torch.tanh(one * 3 - 1), x)
        print("\ntanh(3 light - 1), traced:", " -> ".join(traced_ops(traced)))
        loop = is_traceable(lambda one: one * 2 if one.sum() > 0 else one)
        print("Can an `if` on the data be traced?", "yes" if loop else "no")

    run_demo(demo)
