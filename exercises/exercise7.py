"""Exercise 7: dynamic and static graphs.

A computation is a graph: numbers flow along the edges, operations sit at the nodes. There are two ways to get one.

Dynamic, define-by-run. PyTorch notes each operation while your Python runs it. The graph is built anew at every run,
so `if`, `while` and recursion are plain Python and may look at the data:

    y, count = x, 0
    while y.norm() < 100:       # how many times? it depends on x
        y, count = y * 2, count + 1

For x = [3., 4.] the norms are 5, 10, 20, 40, 80, 160: five doublings, y = [96., 128.], and the derivative of y with
respect to x is 2^5 = 32. For another x the graph is another one.

Static, define-then-run. First you describe the computation with placeholders instead of data; nothing is computed.
Then you run the finished description as often as you like, each time with other data:

    graph = StaticGraph()
    x = graph.placeholder("x")
    square = graph.mul(x, x)
    y = graph.add(square, graph.constant(1.0))
    graph.run(y, {"x": torch.tensor([1.0, 2.0, 3.0])})    # [2., 5., 10.]
    graph.run(y, {"x": torch.tensor([10.0])})             # [101.]

The early TensorFlow worked like that. You pay with freedom: a Python `if` on a placeholder has nothing to look at. You
gain a description that can be stored, optimised and run elsewhere, and each shared node is computed only once a run.

Both at once. `torch.fx.symbolic_trace` calls your function with a stand-in for the tensor, notes what is done to it and
gives back a `GraphModule`: a static graph, made from dynamic code. It works for code that does the same whatever the
numbers are. It fails where the code needs a number to go on: `if x.sum() > 0`, `for row in x`, `float(x)`.

What to do: write `grow`, the class `StaticGraph` and the three functions about tracing, and run `grade exercise7` after
each. Before you write `StaticGraph.run`, draw the graph of y = x * x + 1 on paper and evaluate it backward from y.

Sources: PyTorch documentation of torch.fx, pytorch.org/docs/stable/fx.html; "Autograd mechanics",
pytorch.org/docs/stable/notes/autograd.html; Abadi and others, "TensorFlow: A System for Large-Scale Machine Learning",
arxiv.org/abs/1605.08695.
"""

from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch import Tensor
from torch.fx import GraphModule

NodeId = int
"""What StaticGraph hands out for a node. Any hashable thing would do; a number is the simplest."""


def grow(x: Tensor, limit: float) -> tuple[Tensor, int]:
    """Double x until its norm reaches the limit: a graph whose depth depends on the data.

    The norm is the Euclidean one of all elements together. It has reached the limit when it is equal or above.

    Args:
        x: any shape, floating point; it is not changed.
        limit: the norm to reach.

    Returns:
        The grown tensor, x's shape, dtype and device, still differentiable with respect to x, and the number of
        doublings, 0 when x is there already.

    Raises:
        ValueError: when x holds only zeros (it would never grow) or a number that is not finite.

    Example:
        grow(torch.tensor([3.0, 4.0]), 20) is ([12., 16.], 2): the norms are 5, 10, 20.

    Source: pytorch.org/docs/stable/notes/autograd.html
    """
    raise NotImplementedError("Exercise 7: write grow in exercises/exercise7.py")


class StaticGraph:
    """A graph that is defined first and run afterwards, as often as you like, with other data each time.

    The methods that define return the id of a new node and compute nothing. Ids are valid for their own graph only.

    Example:
        graph = StaticGraph()
        a, b = graph.placeholder("a"), graph.placeholder("b")
        product = graph.matmul(a, b)
        graph.run(product, {"a": torch.ones(2, 3), "b": torch.ones(3, 4)}) is a (2, 4) tensor of threes.

    Source: arxiv.org/abs/1605.08695
    """

    def __init__(self) -> None:
        """Start with no nodes."""
        raise NotImplementedError("Exercise 7: write StaticGraph.__init__ in exercises/exercise7.py")

    def placeholder(self, name: str) -> NodeId:
        """Define an input that is fed at every run.

        Args:
            name: the key under which `run` finds it.

        Returns:
            The id of the node.
        """
        raise NotImplementedError("Exercise 7: write StaticGraph.placeholder in exercises/exercise7.py")

    def constant(self, value: Tensor | float) -> NodeId:
        """Define a value that is the same at every run.

        Args:
            value: a tensor of any shape, or a plain number.

        Returns:
            The id of the node.
        """
        raise NotImplementedError("Exercise 7: write StaticGraph.constant in exercises/exercise7.py")

    def add(self, a: NodeId, b: NodeId) -> NodeId:
        """Define the elementwise sum of two nodes, with broadcasting.

        Args:
            a: id of the first node.
            b: id of the second node; it may be the first one again.

        Returns:
            The id of the new node.
        """
        raise NotImplementedError("Exercise 7: write StaticGraph.add in exercises/exercise7.py")

    def mul(self, a: NodeId, b: NodeId) -> NodeId:
        """Define the elementwise product of two nodes, with broadcasting.

        Args:
            a: id of the first node.
            b: id of the second node; it may be the first one again.

        Returns:
            The id of the new node.
        """
        raise NotImplementedError("Exercise 7: write StaticGraph.mul in exercises/exercise7.py")

    def matmul(self, a: NodeId, b: NodeId) -> NodeId:
        """Define the matrix product of two nodes, (n, d) @ (d, k) -> (n, k).

        Args:
            a: id of the left node.
            b: id of the right node.

        Returns:
            The id of the new node.
        """
        raise NotImplementedError("Exercise 7: write StaticGraph.matmul in exercises/exercise7.py")

    def tanh(self, a: NodeId) -> NodeId:
        """Define the elementwise tanh of a node.

        Args:
            a: id of the node.

        Returns:
            The id of the new node.
        """
        raise NotImplementedError("Exercise 7: write StaticGraph.tanh in exercises/exercise7.py")

    def run(self, node: NodeId, feed: Mapping[str, Tensor]) -> Tensor:
        """Compute one node from the data of this run; each node it depends on is computed once.

        Args:
            node: the id of the node that is wanted.
            feed: a tensor for each placeholder that the node depends on; others may be there or not.

        Returns:
            The node's value, always a tensor, also when it is a constant number. Graphs may be 200 nodes deep.

        Raises:
            KeyError: naming a placeholder that the node depends on and that `feed` lacks.

        Example:
            With x = graph.placeholder("x"): graph.run(graph.add(x, x), {}) raises KeyError("x").
        """
        raise NotImplementedError("Exercise 7: write StaticGraph.run in exercises/exercise7.py")


def trace(f: Callable[[Tensor], Tensor], example: Tensor) -> GraphModule:
    """Capture a function as a static graph with torch.fx.symbolic_trace, and check it at an example.

    Args:
        f: a function of one tensor, or a module, whose steps do not depend on the numbers in it.
        example: an input of f, to compare the graph with f; the graph is right at other inputs too.

    Returns:
        The torch.fx.GraphModule; called like f, it gives what f gives.

    Raises:
        AssertionError: when the graph and f differ at the example.

    Example:
        trace(lambda x: x * x + 1, torch.ones(2))(torch.tensor([3.0])) is [10.].

    Source: pytorch.org/docs/stable/fx.html#torch.fx.symbolic_trace
    """
    raise NotImplementedError("Exercise 7: write trace in exercises/exercise7.py")


def traced_ops(graph: GraphModule) -> list[str]:
    """List the operations of a traced graph by the names of their targets, in the order in which they run.

    Placeholders (inputs), attributes (parameters and constants that are read) and the output are not operations. An
    operation that runs twice is listed twice.

    Args:
        graph: what `trace` returned.

    Returns:
        The names. The target of a function is the function: its name is its `__name__`. The target of a method or of a
        submodule is its name already.

    Example:
        For x + x + 1: ["add", "add"]. For torch.tanh(x).sum(): ["tanh", "sum"].

    Source: pytorch.org/docs/stable/fx.html#torch.fx.Node
    """
    raise NotImplementedError("Exercise 7: write traced_ops in exercises/exercise7.py")


def is_traceable(f: Callable[[Tensor], Any]) -> bool:
    """Say whether symbolic tracing can capture f.

    Args:
        f: a function of one tensor, or a module.

    Returns:
        False where tracing fails because f needs the data: an `if`, `while` or `for` on the tensor, float(x),
        range(int(x.sum())). True otherwise; an `if` or a loop that does not look at the tensor is no obstacle.

    Example:
        is_traceable(lambda x: x + 1) is True; is_traceable(lambda x: x if x.sum() > 0 else -x) is False.

    Source: pytorch.org/docs/stable/fx.html#limitations-of-symbolic-tracing
    """
    raise NotImplementedError("Exercise 7: write is_traceable in exercises/exercise7.py")
