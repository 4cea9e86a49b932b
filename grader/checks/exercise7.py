"""Checks of exercise 7: dynamic and static graphs."""

import math

import torch
from torch import nn

from grader.kit import EXACT, FLOAT32, FLOAT64, Inputs, Limits, Submission, agree, check, close, draw_graph, expect
from grader.kit.judging import late

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
    result = m.grow(leaf, limit)
    if not isinstance(result, tuple | list) or len(result) != 2 or not isinstance(result[0], torch.Tensor):
        kinds = [type(part).__name__ for part in result] if isinstance(result, tuple | list) else type(result).__name__
        return {"form": str(kinds)}
    grown, doublings = result
    if grown.requires_grad:
        (grown * weights).sum().backward()
    kept = bool((leaf.detach() == x).all()) and leaf.requires_grad
    return {"gradient": leaf.grad, "doublings": doublings, "kept": kept}


GROWN = ("grown", "doublings")


@check("grow", points=8)
def check_x_doubles_until_its_norm_reaches_the_limit(submission: Submission, inputs: Inputs) -> None:
    """grow doubles x as often as its Euclidean norm needs to reach the limit, and says how often."""
    # One entry alone: its size, the largest entry, the sum and the norm are the same, so only the counting shows.
    alone = torch.zeros(3)
    alone[int(inputs.integers(0, 3, 1))] = 0.3 + float(inputs.uniform(0.0, 0.1, 1))
    small = inputs.normal(4, 3, scale=0.01)
    cases = ((alone, 30.0), (small, 50.0), (inputs.normal(5, dtype=torch.float64), 1e4), (inputs.normal(3) + 10, 0.5))
    for x, limit in cases:
        agree(submission, "grow", x, limit, reference=reference_grow, parts=GROWN)
    # Whole numbers, so that the norm meets the limit exactly: 5, 10, 20, 40.
    whole = torch.tensor([[3.0, 0.0], [0.0, 4.0]]) * 2 ** int(inputs.integers(0, 4, 1))
    for limit in (5.0, 40.0, 41.0, 3.0):
        agree(submission, "grow", whole, limit, reference=reference_grow, parts=GROWN)
    late(submission, "grow", [(whole, 3.0), (-whole, 41.0)], whole, 200.0, reference=reference_grow)


@check("grow", points=6)
def check_growing_is_differentiable(submission: Submission, inputs: Inputs) -> None:
    """grow's result has a gradient with respect to x, 2 to the number of doublings, and x itself is not changed."""
    for limit in (0.001, 30.0):
        x, weights = inputs.uniform(0.1, 1.0, 3, 2), inputs.normal(3, 2)
        doublings = reference_grow(x, limit)[1]
        got = submission.run(grow_and_differentiate, x, limit, weights)
        expect("form" not in got, f"grow must return (grown, doublings), grown a tensor; got {got.get('form')}.")
        expect(got["gradient"] is not None, "The result of grow must be differentiable; no gradient reaches x.")
        close(got["gradient"], weights * 2**doublings, what="the gradient with respect to x", tolerance=FLOAT32)
        expect(got["kept"] is True, "grow must leave x as it is; it holds other values after the call.")


def run_refusals(m, x, limit, impossible):
    """What grows out of x, and the kind of error that each impossible x brings."""
    result, answers = m.grow(x, limit), []
    for value in impossible:
        try:
            m.grow(value, limit)
            answers.append(None)
        except Exception as error:
            answers.append("ValueError" if isinstance(error, ValueError) else type(error).__name__)
    parts = result if isinstance(result, tuple | list) else [result]
    return {
        "grown": next((part for part in parts if isinstance(part, torch.Tensor) and part.dim()), None),
        "answers": answers,
    }


@check("grow", points=6, limits=Limits(cpu_s=3, wall_s=30))
def check_what_cannot_grow_is_refused(submission: Submission, inputs: Inputs) -> None:
    """grow raises a ValueError for an x that is all zeros or holds an infinity or a NaN, and grows any other."""
    x, impossible = inputs.uniform(0.1, 1.0, 4) * 0.1, []
    for value in (float("nan"), float("inf"), -float("inf")):
        impossible.append(inputs.normal(4))
        impossible[-1][inputs.integers(0, 4, 1)] = value
    got = submission.run(run_refusals, x, 10.0, [*impossible, torch.zeros(2, 3)])
    grown = got["grown"]
    factor = float(grown.reshape(-1)[0] / x[0]) if isinstance(grown, torch.Tensor) and grown.shape == x.shape else 0.0
    doubled = (
        factor > 1.5 and torch.allclose(grown, x * factor) and abs(round(math.log2(factor)) - math.log2(factor)) < 1e-3
    )
    expect(
        doubled, "grow must return a doubled x for an x that is finite and not zero, or its refusals count for nothing."
    )
    kinds = ("that holds a NaN", "that holds an infinity", "that holds minus infinity", "of zeros")
    for kind, answer in zip(kinds, got["answers"], strict=True):
        came = "it returned a value" if answer is None else f"it raised {answer}"
        expect(answer == "ValueError", f"grow must raise a ValueError for an x {kind}; {came}.")


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


def run_many_times(m, name, values):
    """Several runs of one graph, another graph defined in between; and whether a feed or a value in it has changed."""
    graph = m.StaticGraph()
    x = graph.placeholder(name)
    y = graph.add(x, graph.mul(x, x))
    other = m.StaticGraph()
    other.tanh(other.tanh(other.placeholder(name)))
    results, grown = [], False
    for value in [*values, values[0].clone()]:
        feed = {name: value}
        results.append(graph.run(y, feed))
        grown = grown or list(feed) != [name]
    # The same tensor and the same dictionary with other numbers in them.
    value.mul_(2)
    results.append(graph.run(y, feed))
    return {"results": results, "fed": values, "the feed has grown": grown}


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


def run_part(m, names, x):
    graph = m.StaticGraph()
    wanted, unfed = graph.placeholder(names[0]), graph.placeholder(names[1])
    graph.tanh(unfed)
    y = graph.tanh(graph.add(wanted, wanted))
    graph.add(y, unfed)
    return graph.run(y, {names[0]: x})


def run_unfed(m, x, names):
    """The value when all is fed, and what comes from another such graph when its second placeholder is not."""
    graphs = []
    for _ in range(2):
        graph = m.StaticGraph()
        first, second = graph.placeholder(names[0]), graph.placeholder(names[1])
        graphs.append((graph, graph.tanh(graph.add(first, graph.tanh(second)))))
    (graph, y), (other, z) = graphs
    value = graph.run(y, {names[0]: x.clone(), names[1]: 2 * x})
    try:
        other.run(z, {names[0]: x.clone()})
    except Exception as error:
        kind = "KeyError" if isinstance(error, KeyError) else type(error).__name__
        return {"value": value, "error": kind, "names it": names[1] in str(error)}
    return {"value": value, "error": None, "names it": False}


def run_numbers(m, x, number, whole):
    graph = m.StaticGraph()
    node = graph.placeholder("x")
    # What breaks on a tensor too is no matter of numbers.
    graph.constant(x)
    try:
        first, second = graph.constant(number), graph.constant(whole)
    except (AttributeError, TypeError) as error:
        return {"refused": "AttributeError" if isinstance(error, AttributeError) else "TypeError"}
    y = graph.add(graph.mul(first, node), second)
    squashed = graph.tanh(graph.mul(first, second))
    alone = [graph.run(one, {"x": x}) for one in (first, squashed)]
    return {
        "mixed": graph.run(y, {"x": x}),
        "tensors": [isinstance(value, torch.Tensor) for value in alone],
        "values": [float(value) if isinstance(value, torch.Tensor | float | int) else None for value in alone],
    }


def run_deep(m, x, deep):
    graph = m.StaticGraph()
    node, one = graph.placeholder("x"), graph.constant(torch.ones(1))
    for _ in range(deep - 1):
        node = graph.add(one, node)
    return graph.run(node, {"x": x})


def words(inputs: Inputs, count: int) -> list[str]:
    """Names that nobody can foresee, none of which is part of another."""
    letters = [["bdfgklmnprstvz"[i] for i in inputs.integers(0, 14, 3).tolist()] for _ in range(count)]
    return [f"{'aeiou'[index % 5].join(letter)}{index}" for index, letter in enumerate(letters)]


@check("StaticGraph", points=8)
def check_operations_compute_what_they_say(submission: Submission, inputs: Inputs) -> None:
    """StaticGraph runs add, mul, matmul and tanh on placeholders and constants, and any node can be asked for."""
    nodes = (
        "placeholder x",
        "constant w",
        "matmul(x, w)",
        "add(matmul(x, w), b)",
        "tanh of that sum",
        "mul(tanh, sum)",
    )
    for n, d, k in ((3, 3, 3), (2, 3, 4), (1, 4, 2)):
        x, w, b = (inputs.normal(*shape, dtype=torch.float64) for shape in ((n, d), (d, k), (k,)))
        total = x @ w + b
        expected = [x, w, x @ w, total, total.tanh(), total.tanh() * total]
        close(submission.run(run_operations, x, w, b), expected, what="a graph", tolerance=FLOAT64, parts=nodes)


@check("StaticGraph", points=8)
def check_one_definition_serves_many_runs(submission: Submission, inputs: Inputs) -> None:
    """StaticGraph gives fresh results for fresh data, of another shape too, and leaves what it is fed as it was."""
    fed, (name,) = [inputs.normal(3), inputs.normal(3), inputs.normal(2, 4)], words(inputs, 1)
    squares = [x + x * x for x in fed]
    got = submission.run(run_many_times, name, fed)
    runs = ("run 1", "run 2", "run 3", "run 4", "run 5 (other numbers in the same tensor)")
    expected = [*squares, squares[0], 2 * fed[0] + 4 * fed[0] * fed[0]]
    close(got["results"], expected, what="x + x * x with other data each time", tolerance=FLOAT32, parts=runs)
    close(got["fed"], fed, what="the fed tensors after the runs", tolerance=EXACT, parts=runs[:3])
    rule = "run must leave the feed as it is; afterwards the caller's dictionary has keys that were not there."
    expect(got["the feed has grown"] is False, rule)


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
    close(submission.run(run_part, words(inputs, 2), x), (x + x).tanh(), what="the value", tolerance=FLOAT32)


@check("StaticGraph", points=5)
def check_a_missing_placeholder_is_named(submission: Submission, inputs: Inputs) -> None:
    """StaticGraph raises a KeyError that names a placeholder which is needed and was not fed."""
    for x in (inputs.normal(3), inputs.normal(2, 2)):
        names = words(inputs, 2)
        got = submission.run(run_unfed, x, names)
        close(got["value"], (x + (2 * x).tanh()).tanh(), what="tanh(a + tanh(b)) with both fed", tolerance=FLOAT32)
        came = "a value" if got["error"] is None else got["error"]
        expect(got["error"] == "KeyError", f'run without "{names[1]}" must raise a KeyError; got {came}.')
        expect(
            got["names it"] is True, f'The text of the KeyError must name the placeholder "{names[1]}"; it does not.'
        )


@check("StaticGraph", points=4)
def check_constants_may_be_numbers(submission: Submission, inputs: Inputs) -> None:
    """StaticGraph takes plain numbers as constants, and run still returns tensors."""
    x, number = inputs.normal(4), round(float(inputs.uniform(0.2, 0.8, 1)), 3)
    whole = int(inputs.integers(2, 6, 1))
    got = submission.run(run_numbers, x, number, whole)
    refused = got.get("refused")
    rule = f"constant must take plain numbers as it takes tensors; constant({number}) or constant({whole})"
    expect(refused is None, f"{rule} raised {refused}.")
    parts = (f"constant({number})", f"tanh(mul(constant({number}), constant({whole})))")
    close(got["mixed"], number * x + whole, what=f"{number} * x + {whole}", tolerance=FLOAT32)
    for part, found in zip(parts, got["tensors"], strict=True):
        expect(found is True, f"run must return a tensor for {part} too; it did not.")
    expected = [number, torch.tensor(number * whole).tanh().item()]
    close(got["values"], expected, what="a graph", tolerance=FLOAT32, parts=parts)


@check("StaticGraph", points=3)
def check_deep_graphs_run(submission: Submission, inputs: Inputs) -> None:
    """StaticGraph runs a chain of 200 nodes."""
    x = inputs.integers(-5, 5, 3).float()
    close(submission.run(run_deep, x, 200), x + 199, what="1 + ... + 1 + x (199 times)", tolerance=EXACT)


# Tracing


def run_trace(m, name, numbers, example, others):
    a, b = numbers
    functions = {
        "polynomial": lambda x: x * x + a * x + b,
        "mean": lambda x: a * torch.tanh(x).sum(0) / x.shape[0] + b,
    }
    before = example.clone()
    graph = m.trace(functions[name], example)
    kind = "GraphModule" if isinstance(graph, torch.fx.GraphModule) else type(graph).__name__
    values = [graph(x) for x in others] if callable(graph) else None
    steps = list(graph.graph.nodes) if kind == "GraphModule" else []
    names = [getattr(node.target, "__name__", str(node.target)) for node in steps]
    nodes = [(node.name, name, [used.name for used in node.all_input_nodes]) for node, name in zip(steps, names)]
    return {
        "kind": kind,
        "nodes": nodes,
        "values": values,
        "kept": torch.equal(before, example) and not example.requires_grad,
    }


def run_traced_ops(m, steps):
    """The list for a function that takes the named steps one after the other."""
    take = {
        "add": lambda x: x + x,
        "mul": lambda x: x * 3,
        "sub": lambda x: x - 1,
        "matmul": lambda x: x @ x,
        "tanh": lambda x: torch.tanh(x),
        "log2": lambda x: torch.log2(x),
        "exp": lambda x: x.exp(),
        "neg": lambda x: x.neg(),
        "relu": lambda x: x.relu(),
        "sum": lambda x: x.sum(dim=0, keepdim=True),
    }

    def f(x):
        for step in steps:
            x = take[step](x)
        return x

    return m.traced_ops(torch.fx.symbolic_trace(f))


def run_layered_ops(m, block, layer, scale):
    class Layered(nn.Module):
        def __init__(self):
            super().__init__()
            self.add_module(block, nn.Sequential(nn.Linear(3, 3), nn.Tanh()))
            self.add_module(layer, nn.Linear(3, 3))
            self.register_parameter(scale, nn.Parameter(torch.ones(3)))

        def forward(self, x):
            return (nn.functional.relu(getattr(self, layer)(getattr(self, block)(x))) * getattr(self, scale)).sum()

    return {
        "layered": m.traced_ops(torch.fx.symbolic_trace(Layered())),
        "nothing": m.traced_ops(torch.fx.symbolic_trace(lambda x: x)),
    }


def numbers_of(inputs: Inputs) -> list[float]:
    return [round(float(number), 3) for number in inputs.uniform(0.5, 3.0, 2)]


def judge_traced(got, expected, what: str) -> None:
    expect(got["kind"] == "GraphModule", f"trace must return a torch.fx.GraphModule; got a {got['kind']}.")
    inputs = ("input 1", "input 2")
    close(got["values"], expected, what=f"the traced {what}", tolerance=FLOAT32, parts=inputs)
    expect(got["kept"] is True, "trace must leave the example as it is; it is another after the call.")


@check("trace", points=8)
def check_traced_graph_is_right_everywhere(submission: Submission, inputs: Inputs) -> None:
    """trace returns a GraphModule that gives what f gives, at other inputs than the example too."""
    example, others, (a, b) = inputs.normal(3), [inputs.normal(3), inputs.normal(3)], numbers_of(inputs)
    got = submission.run(run_trace, "polynomial", [a, b], example, others)
    draw_graph(submission, f"what trace has captured of x * x + {a} * x + {b}", got["nodes"])
    judge_traced(got, [x * x + a * x + b for x in others], f"x * x + {a} * x + {b} at other inputs")


@check("trace", points=6)
def check_traced_graph_takes_other_shapes(submission: Submission, inputs: Inputs) -> None:
    """trace captures the steps of f, not the example's values or its size."""
    others, (a, b) = [inputs.normal(5, 3), inputs.normal(1, 3)], numbers_of(inputs)
    got = submission.run(run_trace, "mean", [a, b], inputs.normal(2, 3), others)
    expected = [a * x.tanh().sum(0) / len(x) + b for x in others]
    judge_traced(got, expected, f"{a} * tanh(x).sum(0) / x.shape[0] + {b} at other shapes")


def judge_operations(got, names: list[str], of: str) -> None:
    rule = f"traced_ops must return {names} for {of}"
    expect(isinstance(got, tuple | list), f"{rule}; got {got!r:.80}.")
    expect(list(got) == names, f"{rule}; got {list(got)!r:.200}.", got=list(got), expected=names)


@check("traced_ops", points=7)
def check_operations_are_listed_in_order(submission: Submission, inputs: Inputs) -> None:
    """traced_ops lists the names of functions and methods in the order in which they run, each as often as it runs."""
    must = ["add", "add", "log2", "tanh", "sum", "neg", "neg"]
    extra = [("mul", "sub", "matmul", "exp", "relu")[i] for i in inputs.integers(0, 5, 3).tolist()]
    for steps in (must, [*must, *extra], [*extra, *must]):
        steps = [steps[i] for i in inputs.permutation(len(steps)).tolist()]
        # The list must be neither sorted nor the same backwards.
        steps = steps[::-1] if steps == sorted(steps) else steps
        steps = [*steps, "tanh", "exp"] if steps == steps[::-1] else steps
        judge_operations(submission.run(run_traced_ops, steps), steps, f"a function with the steps {', '.join(steps)}")


@check("traced_ops", points=7)
def check_only_operations_are_listed(submission: Submission, inputs: Inputs) -> None:
    """traced_ops leaves out inputs, parameters that are read, and the output, and lists submodules by their target."""
    block, layer, scale = words(inputs, 3)
    got = submission.run(run_layered_ops, block, layer, scale)
    names = [f"{block}.0", f"{block}.1", layer, "relu", "mul", "sum"]
    net = f"a net with the parts {block} (Linear, Tanh), {layer} and the parameter {scale}"
    judge_operations(got["layered"], names, f"{net}, then relu, * and sum")
    judge_operations(got["nothing"], [], "a function that returns its input")


def run_is_traceable(m, names):
    """The answer for each function: True, False, another value's type, or the exception that came out."""
    weight = torch.ones(7, 3)

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
        "torch.relu(x) + 1": lambda x: torch.relu(x) + 1,
        "x if x.sum() > 0 else -x": lambda x: x if x.sum() > 0 else -x,
        "a while loop on x.norm() < 10": doubles,
        "a for loop over the rows of x": sums_rows,
        "a for loop over range(3)": three_steps,
        "torch.where(x > 0, x, -x)": lambda x: torch.where(x > 0, x, -x),
        "x * 2 if x is not None else x": lambda x: x * 2 if x is not None else x,
        "x * float(x.sum())": lambda x: x * float(x.sum()),
        "[x * i for i in range(int(x.sum()))]": lambda x: [x * i for i in range(int(x.sum()))],
        "x * x.sum()": lambda x: x * x.sum(),
        "x.sum() or x.max()": lambda x: x.sum() or x.max(),
        "x @ weight, weight a (7, 3) tensor": lambda x: x @ weight,
        "x itself": lambda x: x,
    }
    answers = []
    for name in names:
        try:
            answer = m.is_traceable(functions[name])
            answers.append(answer if isinstance(answer, bool) else type(answer).__name__)
        except NotImplementedError:
            raise
        except Exception as error:
            answers.append(f"a {type(error).__name__}")
    return answers


def judge_traceable(submission: Submission, inputs: Inputs, expected: dict[str, bool]) -> None:
    names = list(expected)
    names = [names[i] for i in inputs.permutation(len(names)).tolist()]
    for name, answer in zip(names, submission.run(run_is_traceable, names), strict=True):
        expect(answer is expected[name], f"is_traceable must return {expected[name]} for {name}; got {answer}.")


@check("is_traceable", points=6)
def check_branches_and_loops_on_data_are_not_traceable(submission: Submission, inputs: Inputs) -> None:
    """is_traceable is False for branches and loops on the data, and True for straight code and fixed loops."""
    right = (
        "torch.relu(x) + 1",
        "a for loop over range(3)",
        "torch.where(x > 0, x, -x)",
        "x @ weight, weight a (7, 3) tensor",
        "x itself",
    )
    wrong = ("x if x.sum() > 0 else -x", "a while loop on x.norm() < 10", "a for loop over the rows of x")
    judge_traceable(submission, inputs, {name: name in right for name in (*right, *wrong)})


@check("is_traceable", points=6)
def check_plain_numbers_from_data_are_not_traceable(submission: Submission, inputs: Inputs) -> None:
    """is_traceable is False where f needs a plain number of the data, float(x) or range(int(x.sum())), else True."""
    right = ("x * x.sum()", "x * 2 if x is not None else x", "torch.where(x > 0, x, -x)")
    wrong = ("x * float(x.sum())", "[x * i for i in range(int(x.sum()))]", "x.sum() or x.max()")
    judge_traceable(submission, inputs, {name: name in right for name in (*right, *wrong)})
