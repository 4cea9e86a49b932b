"""Misconceptions of exercise 7: what learners believe about dynamic and static graphs."""

import operator

import torch

from grader.kit import misconception

GROW = ("x_doubles_until_its_norm_reaches_the_limit", "growing_is_differentiable")


def refuse_what_cannot_grow(x):
    if not torch.isfinite(x).all() or not x.any():
        raise ValueError("x must be finite and not all zeros")


@misconception(replaces="grow", fails=GROW[:1])
def grows_beyond_the_limit(x, limit):
    """You double once more when the norm equals the limit: reaching it is enough, so loop while norm < limit."""
    refuse_what_cannot_grow(x)
    grown, doublings = x, 0
    while grown.norm() <= limit:
        grown, doublings = grown * 2, doublings + 1
    return grown, doublings


@misconception(replaces="grow", fails=GROW)
def doubles_before_it_looks(x, limit):
    """You double before you look at the norm: an x that is there already must be returned with 0 doublings."""
    refuse_what_cannot_grow(x)
    grown, doublings = x * 2, 1
    while grown.norm() < limit:
        grown, doublings = grown * 2, doublings + 1
    return grown, doublings


@misconception(replaces="grow", fails=GROW)
def measures_the_largest_element(x, limit):
    """You compare the largest element with the limit; the norm takes all elements together, sqrt(sum(x**2))."""
    refuse_what_cannot_grow(x)
    grown, doublings = x, 0
    while grown.abs().max() < limit:
        grown, doublings = grown * 2, doublings + 1
    return grown, doublings


@misconception(replaces="grow", fails=GROW)
def measures_the_sum(x, limit):
    """You compare the sum of the absolute values with the limit; the Euclidean norm is sqrt(sum(x**2))."""
    refuse_what_cannot_grow(x)
    grown, doublings = x, 0
    while grown.abs().sum() < limit:
        grown, doublings = grown * 2, doublings + 1
    return grown, doublings


@misconception(replaces="grow", fails=GROW)
def adds_up_with_signs(x, limit):
    """You compare the sum of x with the limit, in which signs cancel; the Euclidean norm is sqrt(sum(x**2))."""
    refuse_what_cannot_grow(x)
    grown, doublings = x, 0
    while grown.sum().abs() < limit and doublings < 101:
        grown, doublings = grown * 2, doublings + 1
    return grown, doublings


@misconception(replaces="grow", fails=GROW)
def forgets_the_root_of_the_norm(x, limit):
    """You compare the sum of the squares with the limit; the norm is its root."""
    refuse_what_cannot_grow(x)
    grown, doublings = x, 0
    while grown.square().sum() < limit:
        grown, doublings = grown * 2, doublings + 1
    return grown, doublings


@misconception(replaces="grow", fails=GROW)
def stops_one_doubling_short(x, limit):
    """You return the last x that is still below the limit: go on until the norm has reached it."""
    refuse_what_cannot_grow(x)
    grown, doublings = x, 0
    while (grown * 2).norm() < limit:
        grown, doublings = grown * 2, doublings + 1
    return grown, doublings


@misconception(replaces="grow", fails=GROW[:1])
def returns_the_factor(x, limit):
    """You count the factor, 2, 4, 8, ...; the number of doublings is asked for, 1, 2, 3, ..."""
    refuse_what_cannot_grow(x)
    grown, doublings = x, 0
    while grown.norm() < limit:
        grown, doublings = grown * 2, doublings + 1
    return grown, 2**doublings


@misconception(replaces="grow", fails=GROW[:1])
def counts_in_a_tensor(x, limit):
    """Your number of doublings is a tensor; it must be a Python int: count in the loop, or int(count)."""
    refuse_what_cannot_grow(x)
    grown, doublings = x, 0
    while grown.norm() < limit:
        grown, doublings = grown * 2, doublings + 1
    return grown, torch.tensor(doublings)


@misconception(replaces="grow", fails=GROW[1:])
def cuts_the_graph(x, limit):
    """Your result is cut off from x (detach, .data, item or NumPy): keep multiplying the tensor itself."""
    refuse_what_cannot_grow(x)
    grown, doublings = x.detach(), 0
    while grown.norm() < limit:
        grown, doublings = grown * 2, doublings + 1
    return grown, doublings


@misconception(replaces="grow", fails=GROW)
def doubles_in_place(x, limit):
    """You doubled x itself (x *= 2 works in place): make a new tensor each time, grown = grown * 2."""
    refuse_what_cannot_grow(x)
    doublings = 0
    with torch.no_grad():
        while x.norm() < limit:
            x *= 2
            doublings += 1
    return x, doublings


@misconception(replaces="grow", fails=("what_cannot_grow_is_refused",))
def refuses_only_zeros(x, limit):
    """You let infinities and NaN through: torch.isfinite(x).all() finds them."""
    if not x.any():
        raise ValueError("x must not be all zeros")
    grown, doublings = x, 0
    while grown.norm() < limit:
        grown, doublings = grown * 2, doublings + 1
    return grown, doublings


@misconception(replaces="grow", fails=("what_cannot_grow_is_refused",))
def lets_infinities_through(x, limit):
    """You look for NaN but let infinities through: torch.isfinite(x).all() finds both."""
    if x.isnan().any() or not x.any():
        raise ValueError("x must be a number and not all zeros")
    grown, doublings = x, 0
    while grown.norm() < limit:
        grown, doublings = grown * 2, doublings + 1
    return grown, doublings


@misconception(replaces="grow", fails=("what_cannot_grow_is_refused",))
def refuses_with_an_assertion(x, limit):
    """You refuse with assert, which raises AssertionError and vanishes under python -O: raise ValueError."""
    assert torch.isfinite(x).all() and x.any()
    grown, doublings = x, 0
    while grown.norm() < limit:
        grown, doublings = grown * 2, doublings + 1
    return grown, doublings


@misconception(replaces="grow", fails=GROW[:1])
def refuses_any_zero(x, limit):
    """You refuse an x that holds any zero; only one that is all zeros cannot grow: `not x.any()`."""
    if not torch.isfinite(x).all() or (x == 0).any():
        raise ValueError("x must not be zero")
    grown, doublings = x, 0
    while grown.norm() < limit:
        grown, doublings = grown * 2, doublings + 1
    return grown, doublings


@misconception(replaces="grow", fails=("what_cannot_grow_is_refused",))
def returns_zeros_as_they_are(x, limit):
    """You return zeros as they are; they can never reach the limit, so raise a ValueError."""
    if not torch.isfinite(x).all():
        raise ValueError("x must be finite")
    grown, doublings = x, 0
    while x.any() and grown.norm() < limit:
        grown, doublings = grown * 2, doublings + 1
    return grown, doublings


@misconception(replaces="grow", fails=("growing_is_differentiable",))
def doubles_beside_the_graph(x, limit):
    """The half that you add is detached, so autograd sees no doubling: 2 * x keeps it."""
    refuse_what_cannot_grow(x)
    count = 0
    while x.norm() < limit:
        x, count = x + x.detach(), count + 1
    return x, count


@misconception(replaces="grow", fails=GROW)
def returns_the_count_first(x, limit):
    """You returned the count first: the order is the grown tensor and then the count."""
    refuse_what_cannot_grow(x)
    count = 0
    while x.norm() < limit:
        x, count = 2 * x, count + 1
    return count, x


class RightGraph:
    """A right StaticGraph, which the wrong ones below change in one place."""

    def __init__(self):
        self.nodes = []

    def new(self, compute, *inputs):
        self.nodes.append((compute, inputs))
        return len(self.nodes) - 1

    def placeholder(self, name):
        return self.new(lambda feed: feed[name])

    def constant(self, value):
        return self.new(lambda feed: torch.as_tensor(value))

    def add(self, a, b):
        return self.new(operator.add, a, b)

    def mul(self, a, b):
        return self.new(operator.mul, a, b)

    def matmul(self, a, b):
        return self.new(torch.matmul, a, b)

    def tanh(self, a):
        return self.new(torch.tanh, a)

    def run(self, node, feed):
        return self.value(node, feed, {})

    def value(self, node, feed, values):
        if node not in values:
            compute, inputs = self.nodes[node]
            values[node] = compute(*[self.value(one, feed, values) for one in inputs] or [feed])
        return values[node]


@misconception(replaces="StaticGraph", fails=("shared_nodes_are_computed_once",))
class ComputesSharedNodesAgain(RightGraph):
    """You compute a node again for each node that uses it: store each value of a run, and look there first."""

    def value(self, node, feed, values):
        compute, inputs = self.nodes[node]
        return compute(*[self.value(one, feed, {}) for one in inputs] or [feed])


@misconception(replaces="StaticGraph", fails=("one_definition_serves_many_runs",))
class RemembersTheLastRun(RightGraph):
    """You keep values from one run to the next, so new data gives old results: start each run with no values."""

    def run(self, node, feed):
        self.values = getattr(self, "values", {})
        return self.value(node, feed, self.values)


@misconception(replaces="StaticGraph", fails=("one_definition_serves_many_runs",))
class WritesIntoTheFeed(RightGraph):
    """You store results in the feed, which is the caller's dictionary: keep them in a dictionary of your own."""

    def run(self, node, feed):
        return self.value(node, feed, feed)


@misconception(replaces="StaticGraph", fails=("one_definition_serves_many_runs",))
class SharesNodesBetweenGraphs(RightGraph):
    """Your nodes belong to the class, so a new graph empties the others: make the list in __init__, self.nodes = []."""

    nodes = []

    def __init__(self):
        self.nodes.clear()


@misconception(replaces="StaticGraph", fails=("only_needed_placeholders_are_fed",))
class ComputesEveryNode(RightGraph):
    """You ask for every placeholder, or compute every node, at each run: only what the wanted node needs counts."""

    def run(self, node, feed):
        values = {}
        return [self.value(one, feed, values) for one in range(len(self.nodes))][node]


@misconception(
    replaces="StaticGraph",
    fails=(
        "operations_compute_what_they_say",
        "shared_nodes_are_computed_once",
        "one_definition_serves_many_runs",
        "constants_may_be_numbers",
    ),
)
class MultipliesMatrices(RightGraph):
    """Your mul is a matrix product; mul multiplies element by element, matmul is the matrix product."""

    def mul(self, a, b):
        return self.matmul(a, b)


@misconception(
    replaces="StaticGraph",
    fails=(
        "operations_compute_what_they_say",
        "shared_nodes_are_computed_once",
        "one_definition_serves_many_runs",
        "a_missing_placeholder_is_named",
        "constants_may_be_numbers",
        "deep_graphs_run",
    ),
)
class AddsTheFirstToItself(RightGraph):
    """Your add uses its first operand twice: add(a, b) is a + b."""

    def add(self, a, b):
        return self.new(lambda left, right: left + left, a, b)


@misconception(
    replaces="StaticGraph",
    fails=(
        "operations_compute_what_they_say",
        "shared_nodes_are_computed_once",
        "one_definition_serves_many_runs",
        "only_needed_placeholders_are_fed",
        "a_missing_placeholder_is_named",
        "constants_may_be_numbers",
        "deep_graphs_run",
    ),
)
class SwapsAddAndMul(RightGraph):
    """Your add multiplies and your mul adds: add(a, b) is a + b, mul(a, b) is a * b."""

    def add(self, a, b):
        return self.new(operator.mul, a, b)

    def mul(self, a, b):
        return self.new(operator.add, a, b)


@misconception(
    replaces="StaticGraph",
    fails=(
        "operations_compute_what_they_say",
        "shared_nodes_are_computed_once",
        "only_needed_placeholders_are_fed",
        "constants_may_be_numbers",
    ),
)
class ReturnsTheLastNode(RightGraph):
    """You return the node that was defined last; run must return the value of the node that is asked for."""

    def run(self, node, feed):
        return self.value(len(self.nodes) - 1, feed, {})


@misconception(replaces="StaticGraph", fails=("operations_compute_what_they_say", "shared_nodes_are_computed_once"))
class SwapsTheFactors(RightGraph):
    """Your matmul takes its factors in the wrong order: matmul(a, b) is a @ b."""

    def matmul(self, a, b):
        return self.new(lambda left, right: right @ left, a, b)


@misconception(replaces="StaticGraph", fails=("a_missing_placeholder_is_named",))
class TakesZeroForWhatIsMissing(RightGraph):
    """You take 0 for a placeholder that was not fed: a forgotten input must be a KeyError, not a wrong result."""

    def placeholder(self, name):
        return self.new(lambda feed: feed.get(name, torch.tensor(0.0)))


@misconception(replaces="StaticGraph", fails=("a_missing_placeholder_is_named",))
class RaisesValueError(RightGraph):
    """You raise a ValueError for a placeholder that was not fed: a missing name is a KeyError."""

    def placeholder(self, name):
        def look(feed):
            if name not in feed:
                raise ValueError(f"placeholder {name} was not fed")
            return feed[name]

        return self.new(look)


@misconception(replaces="StaticGraph", fails=("a_missing_placeholder_is_named",))
class DoesNotSayWhichIsMissing(RightGraph):
    """Your KeyError does not say which placeholder is missing: put its name into the message."""

    def placeholder(self, name):
        def look(feed):
            if name not in feed:
                raise KeyError("a placeholder was not fed")
            return feed[name]

        return self.new(look)


@misconception(replaces="StaticGraph", fails=("constants_may_be_numbers",))
class ReturnsPlainNumbers(RightGraph):
    """run returns a plain number for a constant number: turn it into a tensor with torch.as_tensor."""

    def constant(self, value):
        return self.new(lambda feed: value)

    def tanh(self, a):
        return self.new(lambda value: torch.tanh(torch.as_tensor(value)), a)


@misconception(replaces="StaticGraph", fails=("constants_may_be_numbers",))
class ConstantsMustBeTensors(RightGraph):
    """Your constant calls a tensor's method on its value, which may be a plain number: torch.as_tensor(value)."""

    def constant(self, value):
        kept = value.clone()
        return self.new(lambda feed: kept)


@misconception(replaces="StaticGraph", fails=("one_definition_serves_many_runs", "deep_graphs_run"))
class AddsInPlace(RightGraph):
    """You add in place (+= or add_) and so overwrite a value that others still need: make a new tensor."""

    def add(self, a, b):
        return self.new(lambda left, right: left.add_(right), a, b)


@misconception(
    replaces="StaticGraph",
    fails=("one_definition_serves_many_runs", "shared_nodes_are_computed_once", "constants_may_be_numbers"),
)
class MultipliesInPlace(RightGraph):
    """You multiply in place (*= or mul_) and so overwrite a value that others still need: make a new tensor."""

    def mul(self, a, b):
        return self.new(lambda left, right: left.mul_(right), a, b)


@misconception(replaces="StaticGraph", fails=("operations_compute_what_they_say", "shared_nodes_are_computed_once"))
class TanhInPlace(RightGraph):
    """You take the tanh in place (tanh_) and so overwrite a value that others still need: make a new tensor."""

    def tanh(self, a):
        return self.new(lambda value: value.tanh_(), a)


@misconception(replaces="StaticGraph", fails=("deep_graphs_run",))
class CallsTooDeep(RightGraph):
    """Your run nests several calls a node, so a deep graph hits the recursion limit: visit the nodes in a loop."""

    def value(self, node, feed, values):
        return self.remembered(node, feed, values)

    def remembered(self, node, feed, values):
        return values[node] if node in values else self.computed(node, feed, values)

    def computed(self, node, feed, values):
        compute, inputs = self.nodes[node]
        values[node] = compute(*self.arguments(inputs, feed, values) or [feed])
        return values[node]

    def arguments(self, inputs, feed, values):
        return list(self.each(inputs, feed, values))

    def each(self, inputs, feed, values):
        yield from (self.value(one, feed, values) for one in inputs)


TRACE = ("traced_graph_is_right_everywhere", "traced_graph_takes_other_shapes")


@misconception(replaces="trace", fails=TRACE)
def returns_the_function(f, example):
    """You returned a Python function; return the GraphModule that torch.fx.symbolic_trace(f) gives."""
    torch.fx.symbolic_trace(f)
    return f


@misconception(replaces="trace", fails=TRACE)
def uses_torch_jit(f, example):
    """torch.jit.trace records one run into a ScriptFunction; this exercise asks for torch.fx.symbolic_trace."""
    return torch.jit.trace(f, example)


@misconception(replaces="trace", fails=TRACE)
def returns_the_graph_alone(f, example):
    """You returned the graph without the module that runs it: return what symbolic_trace gives, not its .graph."""
    return torch.fx.symbolic_trace(f).graph


@misconception(replaces="trace", fails=TRACE)
def returns_the_code(f, example):
    """You returned the code as text; return the GraphModule itself, which symbolic_trace gives."""
    return torch.fx.symbolic_trace(f).code


@misconception(replaces="trace", fails=TRACE)
def returns_a_pair(f, example):
    """You returned the graph together with its value; return the GraphModule alone."""
    graph = torch.fx.symbolic_trace(f)
    return graph, graph(example)


@misconception(replaces="trace", fails=TRACE)
def freezes_the_example(f, example):
    """Your graph holds the example's own numbers, so every input gives the same: trace f itself, not f(example)."""
    return torch.fx.symbolic_trace(lambda x: f(example))


@misconception(replaces="trace", fails=TRACE[1:])
def freezes_the_shape(f, example):
    """Your graph holds the example's shape and is wrong for others: trace without showing the example to the tracer."""
    from torch.fx.experimental.proxy_tensor import make_fx  # here, because it is slow to import

    return make_fx(f)(example)


LISTED = ("operations_are_listed_in_order", "only_operations_are_listed")
CALLS = ("call_function", "call_method", "call_module")


def calls(graph):
    return [node for node in graph.graph.nodes if node.op in CALLS]


def target_name(node):
    return node.target if isinstance(node.target, str) else node.target.__name__


@misconception(replaces="traced_ops", fails=LISTED)
def names_of_the_nodes(graph):
    """You listed the names of the nodes, which are made unique (add, add_1): list the names of their targets."""
    return [node.name for node in calls(graph)]


@misconception(replaces="traced_ops", fails=LISTED)
def names_of_the_nodes_without_numbers(graph):
    """You cut the numbers off the nodes' names, and log2 becomes log: take the names of their targets instead."""
    return [node.name.rstrip("0123456789").rstrip("_") for node in calls(graph)]


@misconception(replaces="traced_ops", fails=LISTED)
def lists_the_kinds(graph):
    """You listed the kind of each node (node.op); list the name of its target."""
    return [node.op for node in calls(graph)]


@misconception(replaces="traced_ops", fails=LISTED)
def lists_every_node(graph):
    """You listed every node: leave out placeholders, attributes and the output, which compute nothing."""
    return [target_name(node) for node in graph.graph.nodes]


@misconception(replaces="traced_ops", fails=("only_operations_are_listed",))
def lists_attributes_too(graph):
    """You listed get_attr nodes as well: reading a parameter is no operation."""
    return [target_name(node) for node in graph.graph.nodes if node.op not in ("placeholder", "output")]


@misconception(replaces="traced_ops", fails=("operations_are_listed_in_order",))
def each_name_once(graph):
    """You listed each name once: an operation that runs twice is listed twice."""
    return list(dict.fromkeys(target_name(node) for node in calls(graph)))


@misconception(replaces="traced_ops", fails=LISTED)
def forgets_the_methods(graph):
    """You listed call_function only: methods like x.sum() and submodules are operations too."""
    return [target_name(node) for node in calls(graph) if node.op == "call_function"]


@misconception(replaces="traced_ops", fails=LISTED)
def prints_the_targets(graph):
    """You turned the function itself into text, "<built-in function add>": its name is target.__name__."""
    return [str(node.target) for node in calls(graph)]


@misconception(replaces="traced_ops", fails=LISTED)
def sorted_by_name(graph):
    """You sorted the names: list them in execution order, which is the order of graph.graph.nodes."""
    return sorted(target_name(node) for node in calls(graph))


@misconception(replaces="traced_ops", fails=LISTED)
def lists_backwards(graph):
    """You listed the operations backwards: graph.graph.nodes is in execution order already."""
    return [target_name(node) for node in reversed(calls(graph))]


@misconception(replaces="traced_ops", fails=LISTED)
def joins_the_names(graph):
    """You joined the names to one text; return a list with one name for each operation."""
    return ", ".join(target_name(node) for node in calls(graph))


TRACEABLE = ("branches_and_loops_on_data_are_not_traceable", "plain_numbers_from_data_are_not_traceable")


@misconception(replaces="is_traceable", fails=TRACEABLE[1:])
def expects_trace_errors_only(f):
    """You catch TraceError only: float(x) and range(int(x)) fail in tracing with a TypeError."""
    try:
        torch.fx.symbolic_trace(f)
    except torch.fx.proxy.TraceError:
        return False
    return True


@misconception(replaces="is_traceable", fails=TRACEABLE)
def expects_type_errors_only(f):
    """You catch TypeError only: a branch or a loop on the data fails in tracing with a TraceError."""
    try:
        torch.fx.symbolic_trace(f)
    except TypeError:
        return False
    return True


@misconception(replaces="is_traceable", fails=TRACEABLE)
def always_says_yes(f):
    """You answer True for every function: try torch.fx.symbolic_trace(f), and answer False where it fails."""
    return True


@misconception(replaces="is_traceable", fails=TRACEABLE)
def says_nothing_where_it_works(f):
    """You return nothing (None) where tracing works: add return True after the try."""
    try:
        torch.fx.symbolic_trace(f)
    except Exception:
        return False


@misconception(replaces="is_traceable", fails=TRACEABLE)
def searches_the_source(f):
    """You looked for words in the source, which is not always there, and a loop may be harmless: try symbolic_trace."""
    import inspect

    return not any(word in inspect.getsource(f) for word in ("if ", "while ", "for "))


@misconception(replaces="is_traceable", fails=TRACEABLE)
def runs_it_instead(f):
    """You ran f on a real tensor, where everything works: try torch.fx.symbolic_trace(f) instead."""
    try:
        f(torch.ones(2, 2))
    except Exception:
        return False
    return True


@misconception(replaces="is_traceable", fails=TRACEABLE)
def answers_the_opposite(f):
    """You have True and False the wrong way round: True means that tracing works."""
    try:
        torch.fx.symbolic_trace(f)
    except Exception:
        return True
    return False


@misconception(replaces="is_traceable", fails=TRACEABLE)
def returns_the_graph(f):
    """You returned the traced graph; return True when there is one and False when there is not."""
    try:
        return torch.fx.symbolic_trace(f)
    except Exception:
        return None
