"""What a grade has brought along to look at, drawn: curves and pictures with their titles. What cannot be drawn is left out."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from markupsafe import Markup

from grader.drawings.curves import Curve
from grader.drawings.pictures import Graph, Picture, Plane, Tiles
from grader.outcome import Grade
from grader.report import charts
from grader.report.drawn.graphs import drawn_graph
from grader.report.drawn.planes import drawn_plane
from grader.report.drawn.tiles import drawn_tiles

Shown = TypeVar("Shown", bound=Curve | Picture)


@dataclass(frozen=True)
class Drawing:
    """A drawing; `is_square` where several stand side by side."""

    title: str
    svg: Markup
    is_square: bool = False


def drawings_of(grade: Grade) -> tuple[Drawing, ...]:
    """Pictures first, then curves."""
    pictures = (_tried(_drawn_picture, grade, picture) for check in grade.checks for picture in check.pictures)
    curves = (_tried(drawn_curve, grade, curve) for check in grade.checks for curve in check.curves)
    return tuple(drawing for drawing in (*pictures, *curves) if drawing is not None)


def _drawn_picture(exercise: str, picture: Picture) -> Markup:
    """The picture as SVG."""
    match picture:
        case Plane():
            return drawn_plane(exercise, picture)
        case Tiles():
            return drawn_tiles(exercise, picture)
        case Graph():
            return drawn_graph(exercise, picture)


def drawn_curve(exercise: str, curve: Curve) -> Markup:
    """A plot such as the learner's loss beside the reference's."""
    lines = {line.label: (line.x, [math.nan if y is None else y for y in line.y]) for line in curve.lines}
    return charts.curves(lines, f"{exercise}: {curve.title}", curve.x_label, curve.y_label)


def _tried(draw: Callable[[str, Shown], Markup], grade: Grade, shown: Shown) -> Drawing | None:
    """The drawing, or None: a page without it is still a page."""
    try:
        return Drawing(shown.title, draw(grade.exercise, shown), not isinstance(shown, Curve))
    except (ValueError, IndexError, ArithmeticError):
        return None
