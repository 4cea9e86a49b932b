"""Bugs to hunt in exercise 7, and the scenes in which they show."""

from grader.debugging.declaring import bug, scene


@scene("limit", "number", 1.5, 1)
def doublings_by_limit():
    """the number of doublings that grow needs for x = (0.6, 0.8), by the limit, 1.5 to 9.5"""
    return [float(grow(torch.tensor([0.6, 0.8]), limit + 0.5)[1]) for limit in range(1, 10)]


@scene("x", "value", -3, 1)
def a_static_graph_by_x():
    """the value of a StaticGraph that computes 3 x + x x, by x"""
    graph = StaticGraph()
    x, three = graph.placeholder("x"), graph.constant(3.0)
    total = graph.add(graph.mul(three, x), graph.mul(x, x))
    return [graph.run(total, {"x": torch.tensor(float(value))}).item() for value in range(-3, 4)]


@scene()
def at_the_limit():
    """How often grow doubles an x whose norm is the limit already"""
    return str(grow(torch.tensor([3.0, 4.0]), 5.0)[1])


@scene()
def the_callers_x():
    """What 1.0 of the caller's x is after grow"""
    x = torch.ones(1)
    grow(x, 5.0)
    return str(x.item())


@scene()
def slope_of_growth():
    """The slope of what grow makes of x = 1 with the limit 5"""
    x = torch.ones(1, requires_grad=True)
    grown = grow(x, 5.0)[0].sum()
    return str(torch.autograd.grad(grown, x)[0].item()) if grown.requires_grad else "none, it is cut off from x"


@scene()
def two_runs():
    """What a StaticGraph gives for x + 1 in two runs, with x = 1 and then x = 5"""
    graph = StaticGraph()
    total = graph.add(graph.placeholder("x"), graph.constant(1.0))
    return ", ".join(str(graph.run(total, {"x": torch.tensor(x)}).item()) for x in (1.0, 5.0))


@scene()
def two_graphs():
    """What the first of two StaticGraphs gives for x + 1 at x = 1, after the second was made"""
    graph = StaticGraph()
    total = graph.add(graph.placeholder("x"), graph.constant(1.0))
    other = StaticGraph()
    other.tanh(other.placeholder("y"))
    try:
        return str(graph.run(total, {"x": torch.tensor(1.0)}).item())
    except (IndexError, KeyError) as error:
        return f"an {type(error).__name__}"


@scene()
def a_value_used_twice():
    """What (x + y) + x is for x = 1 and y = 2"""
    graph = StaticGraph()
    x, y = graph.placeholder("x"), graph.placeholder("y")
    total = graph.add(graph.add(x, y), x)
    return str(graph.run(total, {"x": torch.tensor(1.0), "y": torch.tensor(2.0)}).item())


@scene()
def a_product_used_twice():
    """What (x y) x is for x = 2 and y = 3"""
    graph = StaticGraph()
    x, y = graph.placeholder("x"), graph.placeholder("y")
    total = graph.mul(graph.mul(x, y), x)
    return str(graph.run(total, {"x": torch.tensor(2.0), "y": torch.tensor(3.0)}).item())


@scene()
def two_matrices():
    """The first value of matmul(a, b) for a = [[1, 2], [3, 4]] and b = [[2, 3], [4, 5]]"""
    graph = StaticGraph()
    a, b = graph.placeholder("a"), graph.placeholder("b")
    square = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
    return str(graph.run(graph.matmul(a, b), {"a": square, "b": square + 1})[0, 0].item())


@scene()
def what_is_not_needed():
    """What run does for x + 1 where another node waits for a y that was not fed"""
    graph = StaticGraph()
    x, y = graph.placeholder("x"), graph.placeholder("y")
    total = graph.add(x, graph.constant(1.0))
    graph.tanh(y)
    try:
        return f"it gives {graph.run(total, {'x': torch.tensor(1.0)}).item()}"
    except KeyError:
        return "it raises a KeyError"


@scene()
def operations_of_a_function():
    """What traced_ops lists for (x + 1).relu()"""
    return ", ".join(traced_ops(torch.fx.symbolic_trace(lambda x: (x + 1).relu())))


@scene()
def a_branch_on_the_data():
    """What is_traceable says of a function with an if on its data"""

    def branch(x):
        return x if x.sum() > 0 else -x

    try:
        return str(is_traceable(branch))
    except Exception as error:
        return f"nothing, it raises a {type(error).__name__}"


@scene()
def a_loop_on_the_data():
    """What is_traceable says of a function with range(int(x)) in it"""

    def loop(x):
        return sum(x * step for step in range(int(x)))

    try:
        return str(is_traceable(loop))
    except Exception as error:
        return f"nothing, it raises a {type(error).__name__}"


SUM = '"""Define the elementwise sum of two nodes, with broadcasting."""'
PRODUCT = '"""Define the elementwise product of two nodes, with broadcasting."""'
ADD, MUL = (f"return self._define(_Node(operator.{name}, (a, b)))" for name in ("add", "mul"))
WHILE = "while torch.linalg.vector_norm(grown) < limit:"
EXCEPT = "except (torch.fx.proxy.TraceError, TypeError, RuntimeError):"

BUGS = (
    bug(
        "measures_the_largest_element", 1, doublings_by_limit,
        {WHILE: "while grown.abs().max() < limit:"},
        "It is a size too, and for a single number the same.",
    ),
    bug(
        "measures_the_sum", 1, doublings_by_limit,
        {WHILE: "while grown.abs().sum() < limit:"},
        "It is a norm too, just not the Euclidean one.",
    ),
    bug(
        "returns_the_factor", 1, doublings_by_limit,
        {"grown, doublings = x, 0": "grown, doublings = x, 1", "doublings += 1": "doublings *= 2"},
        "It grows with every doubling, as it should.",
    ),
    bug(
        "forgets_the_root_of_the_norm", 1, doublings_by_limit,
        {WHILE: "while (grown**2).sum() < limit:"},
        "All of the formula is there, but for its last sign.",
    ),
    bug(
        "SwapsAddAndMul", 1, a_static_graph_by_x,
        {
            f"{SUM}\n{ADD}": f"{SUM}\n{MUL}",
            f"{PRODUCT}\n{MUL}": f"{PRODUCT}\n{ADD}",
        },
        "Three methods that differ in one word are easily copied with the wrong one.",
    ),
    bug(
        "AddsTheFirstToItself", 1, a_static_graph_by_x,
        {"return self._define(_Node(operator.add, (a, b)))": "return self._define(_Node(operator.add, (a, a)))"},
        "Two letters that differ by one.",
    ),
    bug(
        "SwapsTheFactors", 1, two_matrices,
        {"return self._define(_Node(operator.matmul, (a, b)))": "return self._define(_Node(operator.matmul, (b, a)))"},
        "For numbers the order of factors does not matter.",
    ),
    bug(
        "forgets_the_methods", 1, operations_of_a_function,
        {
            'operations = ("call_function", "call_method", "call_module")':
            'operations = ("call_function",)',
        },
        "x + 1 is a call_function, and so is torch.relu; only x.relu() is another kind.",
    ),
    bug(
        "lists_backwards", 1, operations_of_a_function,
        {
            "targets = [node.target for node in graph.graph.nodes if node.op in operations]":
            "targets = [node.target for node in reversed(graph.graph.nodes) if node.op in operations]",
        },
        "Backpropagation goes through a graph in this order.",
    ),
    bug(
        "grows_beyond_the_limit", 3, at_the_limit,
        {WHILE: "while torch.linalg.vector_norm(grown) <= limit:"},
        "A norm that is exactly the limit is rare.",
    ),
    bug(
        "doubles_in_place", 3, the_callers_x,
        {"grown = grown * 2": "grown *= 2"},
        "For Python's numbers both are the same.",
    ),
    bug(
        "cuts_the_graph", 3, slope_of_growth,
        {"grown = grown * 2": "grown = grown.detach() * 2"},
        "The values are right.",
    ),
    bug(
        "RemembersTheLastRun", 3, two_runs,
        {
            "self._nodes: list[_Node] = []": "self._nodes: list[_Node] = []\nself._values: dict[NodeId, Any] = {}",
            "values: dict[NodeId, Any] = {}": "values = self._values",
            "step = self._nodes[needed]": "if needed in values:\n    continue\nstep = self._nodes[needed]",
        },
        "The first run is right, and the second one is very fast.",
    ),
    bug(
        "SharesNodesBetweenGraphs", 3, two_graphs,
        {
            "def __init__(self) -> None:": "_nodes: list[_Node] = []\n\ndef __init__(self) -> None:",
            "self._nodes: list[_Node] = []": "self._nodes.clear()",
        },
        "With one graph it is right.",
    ),
    bug(
        "AddsInPlace", 3, a_value_used_twice,
        {"return self._define(_Node(operator.add, (a, b)))": "return self._define(_Node(operator.iadd, (a, b)))"},
        "The sum is right; it is the first summand that is hurt.",
    ),
    bug(
        "MultipliesInPlace",
        3,
        a_product_used_twice,
        {MUL: "return self._define(_Node(lambda one, two: one.mul_(two), (a, b)))"},
        "The product is right; it is the first factor that is hurt.",
    ),
    bug(
        "ComputesEveryNode", 3, what_is_not_needed,
        {"for needed in self._in_order(node):": "for needed in range(len(self._nodes)):"},
        "Where all placeholders are fed, the result is right.",
    ),
    bug(
        "expects_trace_errors_only", 3, a_loop_on_the_data,
        {EXCEPT: "except torch.fx.proxy.TraceError:"},
        "The error has the very name of what goes wrong.",
    ),
    bug(
        "expects_type_errors_only", 3, a_branch_on_the_data,
        {EXCEPT: "except TypeError:"},
        "It was the error of the first function that was tried.",
    ),
)  # fmt: skip
