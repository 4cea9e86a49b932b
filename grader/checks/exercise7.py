"""Checks of exercise 7: dynamic and static graphs."""

from collections.abc import Callable

import torch
from torch import nn

from grader.kit import EXACT, FLOAT32, FLOAT64, Inputs, Limits, Submission, agree, check, close, expect, raises

HINTS = {
    "grow": (
        "A while loop may look at the data: that is all a dynamic graph is.",
        "Count the doublings while grown.norm() < limit; start from x itself and make a new tensor each time.",
        "if not torch.isfinite(x).all() or not x.any(): raise ValueError; in the loop: grown, n = grown * 2, n + 1.",
    ),
    "StaticGraph": (
        "While you define, only write down what is to be done with which nodes; compute in run.",
        "Keep a list of nodes, hand out positions as ids; each run starts with an empty dict of computed values.",
        "In run: visit inputs first, store each value under its id, look there first; feed[name] is an input.",
    ),
    "trace": (
        "torch.fx does the capturing; the example is for your own check.",
        "torch.fx.symbolic_trace(f) gives the GraphModule. Do not hand it the example.",
        "graph = torch.fx.symbolic_trace(f); torch.testing.assert_close(graph(example), f(example)); return graph",
    ),
    "traced_ops": (
        "A GraphModule holds its graph, and that its nodes, in execution order: graph.graph.nodes.",
        'node.op is one of "placeholder", "get_attr", "call_function", "call_method", "call_module", "output".',
        "Keep the three calls; the name is node.target when that is a str (methods), else node.target.__name__.",
    ),
    "is_traceable": (
        "The surest way to know whether something works is to try it.",
        "Call torch.fx.symbolic_trace(f) inside try; more than one kind of exception can come out.",
        "`if` raises a TraceError, but float(x) a TypeError: except Exception: return False.",
    ),
}


# grow


def reference_grow(x, limit):
    grown, doublings = x, 0
    while grown.norm() < limit:
        grown, doublings = grown * 2, doublings + 1
    return grown, doublings


def grow_and_differentiate(m, x, limit, weights):
    leaf = x.clone().requires_grad_()
    grown, doublings = m.grow(leaf, limit)
    if grown.requires_grad:
        (grown * weights).sum().backward()
    kept = bool((leaf.detach() == x).all())
    return {"gradient": leaf.grad, "doublings": doublings, "kept": kept}


@check("grow", points=8)
def check_x_doubles_until_its_norm_reaches_the_limit(submission: Submission, inputs: Inputs) -> None:
    """grow doubles x as often as its Euclidean norm needs to reach the limit, and says how often."""
    small = inputs.normal(4, 3, scale=0.01)
    for x, limit in ((small, 50.0), (inputs.normal(5, dtype=torch.float64), 1e4), (inputs.normal(3) + 10, 0.5)):
        agree(submission, "grow", x, limit, reference=reference_grow)
    # Whole numbers, so that the norm meets the limit exactly: 5, 10, 20, 40.
    whole = torch.tensor([[3.0, 0.0], [0.0, 4.0]])
    for limit in (5.0, 40.0, 41.0, 3.0):
        agree(submission, "grow", whole, limit, reference=reference_grow)


@check("grow", points=6)
def check_growing_is_differentiable(submission: Submission, inputs: Inputs) -> None:
    """grow's result has a gradient with respect to x, 2 to the number of doublings, and x itself is not changed."""
    for limit in (0.001, 30.0):
        x, weights = inputs.uniform(0.1, 1.0, 3, 2), inputs.normal(3, 2)
        doublings = reference_grow(x, limit)[1]
        got = submission.run(grow_and_differentiate, x, limit, weights)
        expect(got["gradient"] is not None, "The result of grow must be differentiable; no gradient reaches x.")
        close(got["gradient"], weights * 2**doublings, what="the gradient with respect to x", tolerance=FLOAT32)
        expect(got["kept"] is True, "grow must leave x as it is; it holds other values after the call.")


@check("grow", points=6, limits=Limits(cpu_s=3, wall_s=30))
def check_what_cannot_grow_is_refused(submission: Submission, inputs: Inputs) -> None:
    """grow raises a ValueError for an x that is all zeros or holds an infinity or a NaN."""
    for value in (float("nan"), float("inf"), -float("inf")):
        x = inputs.normal(4)
        x[inputs.integers(0, 4, 1)] = value
        raises(submission, "grow", x, 10.0, error="ValueError")
    raises(submission, "grow", torch.zeros(2, 3), 10.0, error="ValueError")


# StaticGraph


def run_operations(m, x, w, b):
    graph = m.StaticGraph()
    left, weight, bias = graph.placeholder("x"), graph.constant(w), graph.placeholder("b")
    product = graph.matmul(left, weight)
    total = graph.add(product, bias)
    squashed = graph.tanh(total)
    scaled = graph.mul(squashed, total)
    feed = {"x": x, "b": b}
    return [graph.run(node, feed) for node in (left, weight, product, total, squashed, scaled)]


def run_many_times(m, feeds):
    graph, other = m.StaticGraph(), m.StaticGraph()
    x, stranger = graph.placeholder("x"), other.placeholder("x")
    y = graph.add(x, graph.mul(x, x))
    other.tanh(stranger)
    values = [graph.run(y, {"x": value}) for value in feeds]
    return {"first": values, "again": graph.run(y, {"x": feeds[0]}), "feeds": feeds}


def run_and_count(m, x):
    tanhs = []

    class Counter(torch.overrides.TorchFunctionMode):
        def __torch_function__(self, func, types, args=(), kwargs=None):
            if getattr(func, "__name__", "") in ("tanh", "tanh_"):
                tanhs.append(1)
            return func(*args, **(kwargs or {}))

    graph = m.StaticGraph()
    shared = graph.tanh(graph.placeholder("x"))
    square = graph.mul(shared, shared)
    total = graph.add(square, shared)
    fourth = graph.mul(total, total)
    with Counter():
        value = graph.run(fourth, {"x": x})
    return {"value": value, "tanhs": len(tanhs)}


def run_part(m, x):
    graph = m.StaticGraph()
    wanted, unfed = graph.placeholder("wanted"), graph.placeholder("unfed")
    graph.tanh(unfed)
    y = graph.tanh(graph.add(wanted, wanted))
    graph.add(y, unfed)
    return graph.run(y, {"wanted": x})


def run_unfed(m, x, name):
    graph = m.StaticGraph()
    y = graph.tanh(graph.add(graph.placeholder("x"), graph.tanh(graph.placeholder(name))))
    try:
        graph.run(y, {"x": x})
    except KeyError as error:
        return {"error": "KeyError", "names it": name in str(error)}
    except NotImplementedError:
        raise
    except Exception as error:
        return {"error": type(error).__name__, "names it": name in str(error)}
    return {"error": None, "names it": False}


def run_numbers(m, x):
    graph = m.StaticGraph()
    node, half, three = graph.placeholder("x"), graph.constant(0.5), graph.constant(3)
    y = graph.add(graph.mul(half, node), three)
    squashed = graph.tanh(graph.mul(half, three))
    alone, both = graph.run(half, {"x": x}), graph.run(squashed, {"x": x})
    return {
        "mixed": graph.run(y, {"x": x}),
        "tensors": [isinstance(value, torch.Tensor) for value in (alone, both)],
        "values": [float(alone), float(both)],
    }


def run_deep(m, x, deep):
    graph = m.StaticGraph()
    node, one = graph.placeholder("x"), graph.constant(torch.ones(1))
    for _ in range(deep - 1):
        node = graph.add(node, one)
    return graph.run(node, {"x": x})


@check("StaticGraph", points=8)
def check_operations_compute_what_they_say(submission: Submission, inputs: Inputs) -> None:
    """StaticGraph runs add, mul, matmul and tanh on placeholders and constants, and any node can be asked for."""
    for n, d, k in ((3, 3, 3), (2, 3, 4), (1, 4, 2)):
        x, w, b = (inputs.normal(*shape, dtype=torch.float64) for shape in ((n, d), (d, k), (k,)))
        total = x @ w + b
        expected = [x, w, x @ w, total, total.tanh(), total.tanh() * total]
        close(submission.run(run_operations, x, w, b), expected, what="the values of six nodes", tolerance=FLOAT64)


@check("StaticGraph", points=8)
def check_one_definition_serves_many_runs(submission: Submission, inputs: Inputs) -> None:
    """StaticGraph gives fresh results for fresh data, of another shape too, and leaves what it is fed as it was."""
    feeds = [inputs.normal(3), inputs.normal(3), inputs.normal(2, 4)]
    squares = [x + x * x for x in feeds]
    expected = {"first": squares, "again": squares[0], "feeds": feeds}
    close(submission.run(run_many_times, feeds), expected, what="x + x * x over several runs", tolerance=FLOAT32)


@check("StaticGraph", points=7, after=("operations_compute_what_they_say",))
def check_shared_nodes_are_computed_once(submission: Submission, inputs: Inputs) -> None:
    """StaticGraph computes each node at most once a run, however many others use it."""
    x = inputs.normal(3)
    got = submission.run(run_and_count, x)
    t = x.tanh()
    close(got["value"], (t * t + t) ** 2, what="the value", tolerance=FLOAT32)
    expect(got["tanhs"] <= 1, f"A node that several others use must be computed once a run; got {got['tanhs']} times.")


@check("StaticGraph", points=5)
def check_only_needed_placeholders_are_fed(submission: Submission, inputs: Inputs) -> None:
    """StaticGraph runs a node without asking for placeholders that it does not depend on."""
    x = inputs.normal(2, 3)
    close(submission.run(run_part, x), (x + x).tanh(), what="the value", tolerance=FLOAT32)


@check("StaticGraph", points=5)
def check_a_missing_placeholder_is_named(submission: Submission, inputs: Inputs) -> None:
    """StaticGraph raises a KeyError that names a placeholder which is needed and was not fed."""
    for name in ("velocity", "bias"):
        got = submission.run(run_unfed, inputs.normal(3), name)
        expect(got["error"] == "KeyError", f'run without "{name}" must raise a KeyError; got {got["error"]}.')
        expect(got["names it"] is True, f'The KeyError must name the placeholder "{name}".')


@check("StaticGraph", points=4)
def check_constants_may_be_numbers(submission: Submission, inputs: Inputs) -> None:
    """StaticGraph takes plain numbers as constants, and run still returns tensors."""
    x = inputs.normal(4)
    got = submission.run(run_numbers, x)
    close(got["mixed"], 0.5 * x + 3, what="0.5 * x + 3", tolerance=FLOAT32)
    close(got["tensors"], [True, True], what="whether run returned a tensor for a number", tolerance=EXACT)
    close(got["values"], [0.5, torch.tensor(1.5).tanh().item()], what="0.5 and tanh(1.5)", tolerance=FLOAT32)


@check("StaticGraph", points=3)
def check_deep_graphs_run(submission: Submission, inputs: Inputs) -> None:
    """StaticGraph runs a chain of 200 nodes."""
    x = inputs.integers(-5, 5, 3).float()
    close(submission.run(run_deep, x, 200), x + 199, what="x + 1 + 1 + ... (199 times)", tolerance=FLOAT32)


# Tracing


def run_trace(m, name, example, others):
    functions = {
        "polynomial": lambda x: x * x + 2 * x + 1,
        "mean": lambda x: torch.tanh(x).sum(0) / x.shape[0],
    }
    before = example.clone()
    graph = m.trace(functions[name], example)
    kind = "GraphModule" if isinstance(graph, torch.fx.GraphModule) else type(graph).__name__
    values = [graph(x) for x in others] if callable(graph) else None
    return {"kind": kind, "values": values, "kept": torch.equal(before, example)}


def run_traced_ops(m, name):
    class Layered(nn.Module):
        def __init__(self):
            super().__init__()
            self.layer, self.scale = nn.Linear(3, 3), nn.Parameter(torch.ones(3))

        def forward(self, x):
            return (nn.functional.relu(self.layer(x)) * self.scale).sum()

    functions: dict[str, Callable[..., torch.Tensor]] = {
        "sum of three": lambda x: x + x + 1,
        "methods": lambda x: torch.tanh(x @ x).sum(dim=0).relu() - x,
        "reused": lambda x: torch.exp(x).exp() * torch.sin(x).neg(),
        "layered": Layered(),
        "nothing": lambda x: x,
    }
    return m.traced_ops(torch.fx.symbolic_trace(functions[name]))


@check("trace", points=8)
def check_traced_graph_is_right_everywhere(submission: Submission, inputs: Inputs) -> None:
    """trace returns a GraphModule that gives what f gives, at other inputs than the example too."""
    example, others = inputs.normal(3), [inputs.normal(3), inputs.normal(3)]
    got = submission.run(run_trace, "polynomial", example, others)
    expect(got["kind"] == "GraphModule", f"trace must return a torch.fx.GraphModule; got a {got['kind']}.")
    expected = [x * x + 2 * x + 1 for x in others]
    close(got["values"], expected, what="the traced x * x + 2 * x + 1 at other inputs", tolerance=FLOAT32)
    expect(got["kept"] is True, "trace must leave the example as it is.")


@check("trace", points=6)
def check_traced_graph_takes_other_shapes(submission: Submission, inputs: Inputs) -> None:
    """trace captures the steps of f, not the example's values or its size."""
    others = [inputs.normal(5, 3), inputs.normal(1, 3)]
    got = submission.run(run_trace, "mean", inputs.normal(2, 3), others)
    expect(got["kind"] == "GraphModule", f"trace must return a torch.fx.GraphModule; got a {got['kind']}.")
    expected = [x.tanh().sum(0) / len(x) for x in others]
    close(got["values"], expected, what="the traced tanh(x).sum(0) / x.shape[0]", tolerance=FLOAT32)


@check("traced_ops", points=7)
def check_operations_are_listed_in_order(submission: Submission, inputs: Inputs) -> None:
    """traced_ops lists the names of functions and methods in the order in which they run, each as often as it runs."""
    expected = {
        "sum of three": ["add", "add"],
        "methods": ["matmul", "tanh", "sum", "relu", "sub"],
        "reused": ["exp", "exp", "sin", "neg", "mul"],
    }
    for name, names in expected.items():
        close(submission.run(run_traced_ops, name), names, what="the list of operations", tolerance=EXACT)


@check("traced_ops", points=7)
def check_only_operations_are_listed(submission: Submission, inputs: Inputs) -> None:
    """traced_ops leaves out inputs, parameters that are read, and the output, and lists submodules by their name."""
    for name, names in {"layered": ["layer", "relu", "mul", "sum"], "nothing": []}.items():
        close(submission.run(run_traced_ops, name), names, what="the list of operations", tolerance=EXACT)


def run_is_traceable(m, names):
    def doubles(x):
        while x.norm() < 10:
            x = x * 2
        return x

    def sums_rows(x):
        total = 0
        for row in x:
            total = total + row
        return total

    def three_steps(x):
        for _ in range(3):
            x = x.tanh()
        return x

    functions = {
        "straight": lambda x: torch.relu(x) + 1,
        "branch": lambda x: x if x.sum() > 0 else -x,
        "while": doubles,
        "rows": sums_rows,
        "fixed loop": three_steps,
        "where": lambda x: torch.where(x > 0, x, -x),
        "fixed branch": lambda x: x * 2 if x is not None else x,
        "float": lambda x: x * float(x.sum()),
        "range": lambda x: [x * i for i in range(int(x.sum()))],
        "sum": lambda x: x * x.sum(),
        "either": lambda x: x.sum() or x.max(),
    }
    return {name: m.is_traceable(functions[name]) for name in names}


@check("is_traceable", points=6)
def check_branches_and_loops_on_data_are_not_traceable(submission: Submission, inputs: Inputs) -> None:
    """is_traceable is False for branches and loops on the data, and True for straight code and fixed loops."""
    expected = {"straight": True, "branch": False, "while": False, "fixed loop": True, "rows": False, "where": True}
    got = submission.run(run_is_traceable, list(expected))
    close(got, expected, what="whether each function is traceable", tolerance=EXACT)


@check("is_traceable", points=6)
def check_plain_numbers_from_data_are_not_traceable(submission: Submission, inputs: Inputs) -> None:
    """is_traceable is False where f needs a plain number of the data, float(x) or range(int(x.sum())), else True."""
    expected = {"float": False, "sum": True, "range": False, "fixed branch": True, "either": False}
    got = submission.run(run_is_traceable, list(expected))
    close(got, expected, what="whether each function is traceable", tolerance=EXACT)
