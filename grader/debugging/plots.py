"""Curves in the terminal, as plain text without colour: one beside the right one, or three side by side."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from typing import Any

import plotext

from grader.debugging.shapes import Axes
from grader.demo import ASCII, LARGEST, shows

WIDTH, HEIGHT = 78, 15
SMALL_WIDTH, SMALL_HEIGHT = 26, 11
Y_TICKS, X_TICKS = 4, 4
FINE, PLAIN = "hd", ("*", "o")


def plotted(axes: Axes, curves: Mapping[str, Sequence[float]]) -> str:
    """One plot of one or two curves, each with its name below."""
    marks = dict(zip(curves, PLAIN, strict=False)) if len(curves) > 1 else dict.fromkeys(curves, FINE)
    text = _plot(axes, [(curve, marks[name]) for name, curve in curves.items()], WIDTH, HEIGHT)
    names = "     ".join(f"{mark} {name}" for name, mark in marks.items())
    return f"{text}\n{names:^{WIDTH}}".rstrip() if len(curves) > 1 else text


def show(curve: Sequence[float], x_label: str, y_label: str, start: float = 0, step: float = 1) -> None:
    """Print the curve of a program that was handed out; that program calls this."""
    print(plotted(Axes(x_label, y_label, start, step), {"": [float(value) for value in curve]}))


def side_by_side(axes: Axes, curves: Sequence[Sequence[float]]) -> str:
    """Small plots of several curves, numbered from 1, each with axes of its own."""
    plots = [_plot(axes, [(curve, FINE)], SMALL_WIDTH, SMALL_HEIGHT).splitlines() for curve in curves]
    heads = "".join(f"{number:^{SMALL_WIDTH}}" for number in range(1, len(curves) + 1)).rstrip()
    rows = ("".join(f"{line:<{SMALL_WIDTH}}" for line in row) for row in itertools.zip_longest(*plots, fillvalue=""))
    return "\n".join([heads, *(row.rstrip() for row in rows)])


def _plot(axes: Axes, curves: Sequence[tuple[Sequence[float], str]], width: int, height: int) -> str:
    figure = plotext.figure
    figure.clear().plot_size(width, height)
    points = [_finite(curve) for curve, _ in curves]
    if not any(points):
        return "\n".join(["", "no finite number", "to draw"])
    is_fine = shows("▚┤─")
    for line, (_, mark) in zip(points, curves, strict=True):
        if line:
            marker = mark if is_fine or mark != FINE else PLAIN[0]
            figure.draw(figure.signal(*map(list, zip(*line, strict=True)), marker=marker).lines())
    _ticks(figure, axes, [point for line in points for point in line], max(len(curve) for curve, _ in curves))
    figure.label(axes.x_label)
    if width >= WIDTH:
        figure.label(axes.y_label, "y")
    text = str(figure.build().string(colorless=True)).rstrip()
    return text if shows(text) else text.translate(ASCII)


def _ticks(figure: Any, axes: Axes, points: Sequence[tuple[int, float]], count: int) -> None:
    """A few round places along x, four digits along y."""
    stride = max(1, math.ceil((count - 1) / X_TICKS))
    places = list(range(0, count, stride))
    figure.ruler("x").ticks(places, [f"{axes.start + axes.step * index:.4g}" for index in places])
    values = [value for _, value in points]
    low, step = min(values), (max(values) - min(values)) / Y_TICKS
    ticks = [low + step * number for number in range(Y_TICKS + 1 if step else 1)]
    figure.ruler("y").ticks(ticks, [f"{tick + 0.0:.3g}" for tick in ticks])


def _finite(curve: Sequence[float]) -> list[tuple[int, float]]:
    return [(index, value) for index, value in enumerate(curve) if math.isfinite(value) and abs(value) <= LARGEST]
