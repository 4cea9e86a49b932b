"""Pictures of exercise 7: graphs that grow with the data, the same code noted in two ways, and work done once."""

import torch
from torch import Tensor
from torch.fx import symbolic_trace

from grader.lessons.drawing import FAINT, FIRST, INK, SECOND, THIRD, Drawing, Sketch, plots, svg_of
from grader.lessons.pictures import picture


def _noted(y: Tensor) -> list[str]:
    """What autograd noted for y, the first operation first: "Mul", "Add"."""
    names, node = [], y.grad_fn
    while node is not None and "Accumulate" not in type(node).__name__:
        names.append(type(node).__name__.split("Backward")[0])
        node = node.next_functions[0][0]
    return names[::-1]


def _numbers(y: Tensor) -> str:
    """Its numbers, short."""
    return "[" + ", ".join(f"{number:.3g}" for number in y.flatten().tolist()) + "]"


@picture("Part 1: dynamic, or define by run")
def draw_depth() -> Drawing:
    """The same loop, three inputs, three graphs.

    Three rows of boxes. Each begins with an input, goes on with one box for every doubling that autograd noted, and ends
    with the result: the small input needs five doublings, the next one fewer, the largest none at all.
    """
    sketch = Sketch(height=230)
    told = []
    for row, start in enumerate(([3.0, 4.0], [12.0, 16.0], [90.0, 120.0])):
        x = torch.tensor(start, requires_grad=True)
        y = x
        while y.norm() < 100:
            y = y * 2
        noted, height = _noted(y), 45 + 72 * row
        sketch.labelled(66, height, f"x = {_numbers(x)}", width=120, height=40, fill=FIRST)
        for number, name in enumerate([*noted, ""]):
            left = 166 + 77 * number
            is_end = not name
            sketch.arrow((127 if not number else left - 45, height), (left - 27, height))
            sketch.labelled(left + (24 if is_end else 0), height, _numbers(y) if is_end else name, fill=SECOND if is_end else "none",
                            width=100 if is_end else 52, height=40)  # fmt: skip
        (slope,) = torch.autograd.grad(y.sum(), x)
        told.append(f"{_numbers(x)} is doubled {len(noted)} times, so dy/dx is {slope[0]:g}")
    return Drawing(sketch.svg(), "; ".join(told) + ".")


@picture("What became of it")
def draw_same_code() -> Drawing:
    """One line of code as a dynamic and as a static graph.

    Two rows of boxes for tanh(x * 2 + 1). The upper one is what autograd noted while the line ran with x = 0.5: each
    operation with the number that it gave. The lower one is what torch.fx noted without any number: x, mul, add, tanh,
    output.
    """
    x = torch.tensor(0.5, requires_grad=True)
    doubled = x * 2
    added = doubled + 1
    y = torch.tanh(added)
    values = [doubled, added, y]
    nodes = [node.name for node in symbolic_trace(lambda x: torch.tanh(x * 2 + 1)).graph.nodes]
    sketch = Sketch(height=240)
    sketch.words(10, 26, "dynamic: noted while it runs, with numbers", anchor="start")
    sketch.words(10, 146, "static: noted once, before there is a number", anchor="start")
    upper = ["x 0.5", *(f"{name} {value.item():.4g}" for name, value in zip(_noted(y), values, strict=True))]
    for row, (labels, fill) in enumerate(((upper, FIRST), (nodes, THIRD))):
        for number, label in enumerate(labels):
            place = (70 + 138 * number, 72 + 120 * row)
            sketch.labelled(*place, label, width=104, height=44, fill=fill)
            if number:
                sketch.arrow((place[0] - 84, place[1]), (place[0] - 54, place[1]))
    again = symbolic_trace(lambda x: torch.tanh(x * 2 + 1))(torch.tensor(-0.5))
    told = (
        f"The upper graph is gone after `backward()`. The lower one runs again with any x: for -0.5 it gives {again:g}."
    )
    return Drawing(sketch.svg(), told)


def _additions(depth: int, *, keeps: bool) -> int:
    """How many additions one run of y1 = x + x, y2 = y1 + y1, ... takes: counted, not computed."""
    count = 0
    kept: dict[int, float] = {}

    def value(number: int) -> float:
        nonlocal count
        if number == 0:
            return 1.0
        if keeps and number in kept:
            return kept[number]
        total = value(number - 1) + value(number - 1)
        count += 1
        kept[number] = total
        return total

    value(depth)
    return count


@picture("Part 2: static, or define then run")
def draw_work() -> Drawing:
    """What it costs to forget.

    The number of additions over the depth of the graph, by tens. Where each value is kept the curve is almost level, one
    addition for one node; where inputs are computed again it is a straight line upwards, it doubles with each node.
    """
    depths = list(range(1, 17))
    kept = [_additions(depth, keeps=True) for depth in depths]
    again = [_additions(depth, keeps=False) for depth in depths]
    figure, axes = plots(height_in=2.9)
    axes.plot(depths, again, "o-", color=SECOND, markersize=4, label="computed again")
    axes.plot(depths, kept, "o-", color=FIRST, markersize=4, label="kept for the run")
    axes.axhline(1, color=FAINT, linewidth=0.5)
    axes.set(yscale="log", xlabel="depth of the graph", ylabel="additions in one run")
    axes.yaxis.set_major_formatter("{x:,.0f}")
    axes.yaxis.set_minor_formatter("")
    axes.legend()
    return Drawing(svg_of(figure), f"Counted at depth {depths[-1]}: {kept[-1]} additions or {again[-1]:,}.")


@picture("Part 2: static, or define then run")
def draw_table() -> Drawing:
    """A static graph is run from its end.

    The graph of x * x + 1: an input x, a box mul that takes it twice, a constant 1, and a box add of both. Numbers at the
    boxes tell in which order a run computes them when it asks for add and follows its inputs.
    """
    inputs: dict[str, tuple[str, ...]] = {"x": (), "mul": ("x", "x"), "1": (), "add": ("mul", "1")}
    order: list[str] = []

    def visit(name: str) -> None:
        for given in inputs[name]:
            visit(given)
        if name not in order:
            order.append(name)

    visit("add")
    places = {"x": (90, 70), "mul": (300, 70), "1": (300, 170), "add": (520, 110)}
    sketch = Sketch(height=210)
    sketch.arrow((137, 62), (253, 62), bow=14)
    sketch.arrow((137, 78), (253, 78), bow=-14)
    sketch.arrow((347, 76), (473, 104))
    sketch.arrow((347, 164), (473, 118))
    sketch.words(620, 95, "run asks", size=16, color=INK)
    sketch.arrow((660, 110), (570, 110), color=SECOND)
    for name, place in places.items():
        sketch.labelled(*place, name, width=90, height=44, fill=FIRST if inputs[name] else THIRD)
        sketch.words(
            place[0],
            place[1] - 30 if name != "1" else place[1] + 38,
            f"{order.index(name) + 1}.",
            size=16,
            color=SECOND,
        )
    return Drawing(sketch.svg(), f"The order of a run: {', '.join(order)}. x is needed twice and computed once.")
