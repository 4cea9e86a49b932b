"""Samples of two classes in the plane with what a model says between them, as SVG: classes differ by shape, not by colour alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markupsafe import Markup, escape

from grader.outcome import Plane

_SIZE, _LEFT, _BELOW = 360.0, 34.0, 24.0
_COLOURS = ("var(--second)", "var(--accent)")


def drawn_plane(exercise: str, plane: Plane) -> Markup:
    """The picture, with a title and a description for those who do not see it."""
    prefix = "plane-" + re.sub(r"[^a-z0-9]+", "-", f"{exercise} {plane.title}".lower()).strip("-")
    head = (
        f'<svg viewBox="0 0 {_LEFT + _SIZE + 8:g} {_SIZE + _BELOW + 34:g}" xmlns="http://www.w3.org/2000/svg" '
        f'fill="currentColor" font-size="12" role="img" aria-labelledby="{prefix}-title {prefix}-words">'
        f'<title id="{prefix}-title">{escape(plane.title)}</title><desc id="{prefix}-words">{escape(plane.words)}</desc>'
    )
    parts = [*_legend(), '<g shape-rendering="crispEdges">', *_field(plane), "</g>", *_samples(plane), *_numbers(plane)]
    return Markup(head + "".join(parts) + "</svg>")


def _field(plane: Plane) -> Iterator[str]:
    """A cell for each value, in the colour of the class that is more likely; the surer, the stronger."""
    rows = len(plane.field)
    for up, row in enumerate(plane.field):
        width, height = _SIZE / len(row), _SIZE / rows
        for across, share in enumerate(row):
            if share is not None:
                opacity = 0.06 + 0.5 * abs(share - 0.5)
                x, y = _LEFT + across * width, _BELOW + _SIZE - (up + 1) * height
                box = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
                yield f'<rect {box} fill="{_COLOURS[share >= 0.5]}" fill-opacity="{opacity:.2f}"/>'


def _samples(plane: Plane) -> Iterator[str]:
    low_x, high_x, low_y, high_y = plane.box
    for x, y, kind in zip(plane.x, plane.y, plane.classes, strict=True):
        across = _LEFT + _SIZE * (x - low_x) / ((high_x - low_x) or 1.0)
        yield _mark(kind, across, _BELOW + _SIZE * (high_y - y) / ((high_y - low_y) or 1.0))


def _mark(kind: int, x: float, y: float) -> str:
    """A circle for class 0, a square for class 1."""
    style = f'fill="{_COLOURS[kind]}" stroke="currentColor" stroke-width="0.8"'
    if kind == 0:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" {style}/>'
    return f'<rect x="{x - 3.6:.1f}" y="{y - 3.6:.1f}" width="7.2" height="7.2" {style}/>'


def _legend() -> Iterator[str]:
    for kind, at in enumerate((_LEFT + 6, _LEFT + 96)):
        yield _mark(kind, at, 12)
        yield f'<text x="{at + 10:.1f}" y="16">class {kind}</text>'


def _numbers(plane: Plane) -> Iterator[str]:
    """The ends of both axes."""
    low_x, high_x, low_y, high_y = plane.box
    below = _BELOW + _SIZE + 16
    yield f'<text x="{_LEFT:.1f}" y="{below:.1f}">{low_x:.3g}</text>'
    yield f'<text x="{_LEFT + _SIZE:.1f}" y="{below:.1f}" text-anchor="end">{high_x:.3g}</text>'
    yield f'<text x="{_LEFT - 4:.1f}" y="{_BELOW + _SIZE:.1f}" text-anchor="end">{low_y:.3g}</text>'
    yield f'<text x="{_LEFT - 4:.1f}" y="{_BELOW + 10:.1f}" text-anchor="end">{high_y:.3g}</text>'
