"""Pictures of exercise 1: one line of memory read in three ways, shared memory, broadcasting, all distances at once."""

import numpy as np
import torch

from grader.lessons.drawing import FAINT, FIRST, INK, PAPER, SECOND, THIRD, Drawing, Sketch, plots, svg_of
from grader.lessons.pictures import picture

_CELL = 34


def _table(sketch: Sketch, x: float, y: float, values: torch.Tensor, fill: str = "none") -> None:
    """A table of two axes as cells."""
    for row, numbers in enumerate(values.tolist()):
        sketch.cells(x, y + _CELL * row, numbers, size=_CELL, fill=fill)


@picture("To NumPy and back")
def draw_shared_memory() -> Drawing:
    """Two names of one memory, and a copy.

    An array and a tensor point to the same row of three cells; a second tensor has a row of its own. After a[0] = 7 the
    shared row begins with 7 and the copy still with 0.
    """
    a = np.zeros(3)
    shared, copy = torch.from_numpy(a), torch.tensor(a)
    a[0] = 7
    sketch = Sketch(height=210)
    for y, code in ((40, "a"), (95, "from_numpy(a)"), (170, "torch.tensor(a)")):
        sketch.labelled(120, y, code, width=200, fill=THIRD if code == "a" else FIRST, code=True)
    sketch.cells(430, 50, [f"{value:g}" for value in shared.tolist()], size=_CELL, fill=SECOND)
    sketch.cells(430, 153, [f"{value:g}" for value in copy.tolist()], size=_CELL)
    sketch.arrow((222, 40), (425, 62))
    sketch.arrow((222, 95), (425, 72))
    sketch.arrow((222, 170), (425, 170))
    sketch.words(560, 72, "after a[0] = 7", anchor="start")
    sketch.words(560, 175, "untouched", anchor="start")
    told = f"After `a[0] = 7` the shared tensor reads {shared.tolist()}, the copy {copy.tolist()}."
    return Drawing(sketch.svg(), told)


@picture("Operations on whole tables")
def draw_strides() -> Drawing:
    """One line of memory, three tables.

    Three columns, one for x, its transpose and its reshape. Each shows the table and, below it, the same six cells of
    memory; bows mark one step to the right and one step down, as long as the strides say.
    """
    x = torch.arange(1, 7).reshape(2, 3)
    views = {"x": x, "x.transpose(0, 1)": x.transpose(0, 1), "x.reshape(3, 2)": x.reshape(3, 2)}
    sketch = Sketch(height=345)
    for column, (code, view) in enumerate(views.items()):
        left = 18 + 234 * column
        sketch.words(left + 98, 24, code, code=True)
        _table(sketch, left + 98 - _CELL * view.shape[1] / 2, 42, view, fill=THIRD)
        sketch.words(left + 98, 176, f"shape {tuple(view.shape)}, strides {view.stride()}", size=16)
        memory = view.flatten() if not view.is_contiguous() else view
        line = torch.as_strided(view, (6,), (1,)).tolist()
        assert sorted(line) == sorted(memory.flatten().tolist())
        sketch.cells(left, 262, line, size=_CELL)
        down, right = view.stride()
        start = left + _CELL / 2
        sketch.arrow((start, 260), (start + _CELL * right, 260), color=FIRST, bow=12 + 5 * right)
        sketch.arrow((start, 298), (start + _CELL * down, 298), color=SECOND, bow=-12 - 5 * down)
    sketch.words(18, 222, "one step right", size=15, color=FIRST, anchor="start")
    sketch.words(18, 340, "one step down", size=15, color=SECOND, anchor="start")
    steps = ", ".join(f"`{code}` {view.stride()}" for code, view in views.items())
    same = views["x"].data_ptr() == views["x.transpose(0, 1)"].data_ptr()
    return Drawing(sketch.svg(), f"Strides: {steps}. Do x and its transpose share memory? {'Yes' if same else 'No'}.")


@picture("Operations on whole tables")
def draw_broadcasting() -> Drawing:
    """A column and a row make a table.

    A column of three cells is stretched to four columns, a row of four cells to three rows; pale cells are copies that
    are never stored. Their sum is a table of three rows and four columns.
    """
    a, b = torch.tensor([[1], [2], [3]]), torch.tensor([10, 20, 30, 40])
    sketch = Sketch(height=200)
    both = torch.broadcast_tensors(a, b)
    for left, values, sign in ((14, both[0], "+"), (251, both[1], "="), (488, a + b, "")):
        is_sum = not sign
        _table(sketch, left, 60, values, fill=SECOND if is_sum else PAPER)
        sketch.words(left + 170, 118, sign, size=26)
    sketch.box(14, 60, _CELL, 3 * _CELL, fill=FIRST, stroke=FIRST, opacity=0.35, round_=2)
    sketch.box(251, 60, 4 * _CELL, _CELL, fill=THIRD, stroke=THIRD, opacity=0.35, round_=2)
    for left, text in (
        (14, f"a {tuple(a.shape)}"),
        (251, f"b {tuple(b.shape)}"),
        (488, f"a + b {tuple((a + b).shape)}"),
    ):
        sketch.words(left + 68, 42, text)
    sketch.words(82, 185, "stretched to the right", size=15, color=FAINT)
    sketch.words(319, 185, "stretched downwards", size=15, color=FAINT)
    return Drawing(sketch.svg(), f"{tuple(a.shape)} plus {tuple(b.shape)} is {tuple((a + b).shape)}; its last row is "
                                 f"{(a + b)[-1].tolist()}.")  # fmt: skip


@picture("pairwise_distances")
def draw_distances() -> Drawing:
    """All distances at once.

    At the left six points and two centers on a plane, each point joined to the nearer center; at the right the table of
    twelve distances, six rows and two columns, the smaller one of each row marked.
    """
    x = torch.rand(6, 2) * 4
    c = torch.tensor([[1.0, 1.0], [3.0, 3.0]])
    distances = ((x.unsqueeze(1) - c.unsqueeze(0)) ** 2).sum(dim=2).sqrt()
    nearest = distances.argmin(dim=1)
    figure, (plane, table) = plots(2, height_in=3.2, width_ratios=(3, 2))
    for number, (place, label) in enumerate(zip(x, nearest.tolist(), strict=True)):
        plane.plot(*zip(place.tolist(), c[label].tolist(), strict=True), color=FAINT, linewidth=1)
        plane.annotate(str(number), place.tolist(), xytext=(5, 5), textcoords="offset points")
    plane.scatter(x[:, 0], x[:, 1], color=FIRST, label="x (6, 2)")
    plane.scatter(c[:, 0], c[:, 1], color=SECOND, marker="X", s=90, label="c (2, 2)")
    plane.set_aspect("equal")
    plane.legend(loc="lower right", fontsize=10)
    table.imshow(distances.numpy() * 0, cmap="gray", alpha=0, aspect="auto")
    for row in range(len(x)):
        for column in range(len(c)):
            is_least = column == int(nearest[row])
            table.text(column, row, f"{distances[row, column]:.2f}", ha="center", va="center",
                       color=SECOND if is_least else INK, weight="bold" if is_least else "normal")  # fmt: skip
    table.set(xticks=range(len(c)), yticks=range(len(x)), xlabel="center", ylabel="point", title="distances (6, 2)")
    told = f"(6, 1, 2) minus (1, 2, 2) is (6, 2, 2), and the sum over the last axis leaves {tuple(distances.shape)}."
    return Drawing(svg_of(figure), told)
