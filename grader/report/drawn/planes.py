"""A plane as SVG: samples by class, what a model says between them, ways through it; shapes differ, not colours alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup, escape

from grader.drawings.pictures import Ground, Plane, Trail
from grader.report.drawn.svg import framed

_SIZE, _LEFT, _ROW, _LETTER = 360.0, 48.0, 22.0, 7.4
_COLOURS = ("var(--second)", "var(--accent)", "var(--soft)", "currentColor")
# How the trails of the first label look, and those of the second.
_STYLES = (("var(--accent)", "", 2.6), ("var(--second)", "6 4", 1.6))
# In pixels: what lies further outside is the same to the eye, and not to every browser.
_FAR = 4_000.0


def drawn_plane(exercise: str, plane: Plane) -> Markup:
    """The picture, with a title and a description for those who do not see it."""
    legend = list(_legend(plane))
    top = _ROW * (1 + max((row for row, _ in legend), default=-1)) + 6
    inside = [*_field(plane), *_trails(plane), *_samples(plane)]
    area = f'<svg x="{_LEFT:g}" y="{top:g}" width="{_SIZE:g}" height="{_SIZE:g}" viewBox="0 0 {_SIZE:g} {_SIZE:g}">'
    frame = f'<rect width="{_SIZE:g}" height="{_SIZE:g}" fill="none" stroke="var(--line)" stroke-width="2"/>'
    parts = [*(drawn for _, drawn in legend), area, *inside, frame, "</svg>", *_numbers(plane, top)]
    size = _LEFT + _SIZE + 8, top + _SIZE + 24
    return framed("plane", f"{exercise}: {plane.title}", plane.words, size, parts)


def _field(plane: Plane) -> Iterator[str]:
    """A cell for each value: in the colour of the class that is more likely, the surer the stronger; or darker, the higher."""
    yield '<g shape-rendering="crispEdges">'
    for up, row in enumerate(plane.field):
        width, height = _SIZE / len(row), _SIZE / len(plane.field)
        for across, share in enumerate(row):
            if share is not None:
                box = f'x="{across * width:.1f}" y="{_SIZE - (up + 1) * height:.1f}" width="{width:.1f}" height="{height:.1f}"'
                yield f"<rect {box} {_shade(plane.ground, share)}/>"
    yield "</g>"


def _shade(ground: Ground, share: float) -> str:
    if ground is Ground.HEIGHT:
        return f'fill="currentColor" fill-opacity="{0.3 * share:.2f}"'
    return f'fill="{_COLOURS[share >= 0.5]}" fill-opacity="{0.06 + 0.5 * abs(share - 0.5):.2f}"'


def _at(plane: Plane, x: float, y: float) -> tuple[float, float]:
    """The pixel of a place, at most a little way outside."""
    low_x, high_x, low_y, high_y = plane.box
    across = _SIZE * (x - low_x) / ((high_x - low_x) or 1.0)
    down = _SIZE * (high_y - y) / ((high_y - low_y) or 1.0)
    return max(-_FAR, min(_FAR, across)), max(-_FAR, min(_FAR, down))


def _samples(plane: Plane) -> Iterator[str]:
    for x, y, kind in zip(plane.x, plane.y, plane.classes, strict=True):
        yield _mark(kind, *_at(plane, x, y))


def _mark(kind: int, x: float, y: float) -> str:
    """A circle for class 0, a square for class 1, then triangle, diamond and cross."""
    style = f'fill="{_COLOURS[kind % len(_COLOURS)]}" stroke="currentColor" stroke-width="0.8"'
    if kind == 0:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" {style}/>'
    shapes = (
        f"M{x - 3.6:.1f} {y - 3.6:.1f}h7.2v7.2h-7.2z",
        f"M{x:.1f} {y - 4.6:.1f}l4.6 8.2h-9.2z",
        f"M{x:.1f} {y - 5:.1f}l5 5l-5 5l-5-5z",
        f"M{x - 1.5:.1f} {y - 4.5:.1f}h3v3h3v3h-3v3h-3v-3h-3v-3h3z",
    )
    return f'<path d="{shapes[(kind - 1) % len(shapes)]}" {style}/>'


def _labels(plane: Plane) -> list[str]:
    """The labels of trails, each once."""
    return list(dict.fromkeys(trail.label for trail in plane.trails))


def _trails(plane: Plane) -> Iterator[str]:
    labels = _labels(plane)
    # What is dashed lies on top: where both are alike, both are seen.
    for trail in sorted(plane.trails, key=lambda trail: labels.index(trail.label)):
        number = labels.index(trail.label) % len(_STYLES)
        runs = list(_runs(plane, trail))
        yield from (_path(run, number) for run in runs)
        if trail.is_way and number == 0 and runs:
            yield from _ends(runs[0][0], runs[-1][-1])


def _runs(plane: Plane, trail: Trail) -> Iterator[list[tuple[float, float]]]:
    """The pixels of a trail, in runs without a gap."""
    run: list[tuple[float, float]] = []
    for x, y in zip(trail.x, trail.y, strict=True):
        if x is not None and y is not None:
            run.append(_at(plane, x, y))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _path(run: Sequence[tuple[float, float]], number: int) -> str:
    colour, dashes, width = _STYLES[number]
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in run)
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="{width:g}"{dashed}/>'


def _ends(first: tuple[float, float], last: tuple[float, float]) -> Iterator[str]:
    """A ring where a way begins, a dot where it ends."""
    for (x, y), fill in ((first, "var(--back, transparent)"), (last, "var(--accent)")):
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5.5" fill="{fill}" stroke="currentColor" stroke-width="1.6"/>'


def _legend(plane: Plane) -> Iterator[tuple[int, str]]:
    """The row of each entry, counted from 0, and the entry."""
    entries = [(_mark(kind, 6, 10), name) for kind, name in enumerate(plane.names)]
    entries += [(_path([(0, 10), (24, 10)], n % len(_STYLES)), label) for n, label in enumerate(_labels(plane))]
    at, row = _LEFT, 0
    for mark, name in entries:
        before = 30.0 if mark.startswith("<polyline") else 16.0
        width = before + _LETTER * len(name) + 14
        if at + width > _LEFT + _SIZE + 14 and at > _LEFT:
            at, row = _LEFT, row + 1
        yield (
            row,
            f'<g transform="translate({at:.0f} {_ROW * row:.0f})">{mark}<text x="{before:g}" y="14">{escape(name)}</text></g>',
        )
        at += width


def _numbers(plane: Plane, top: float) -> Iterator[str]:
    """The ends of both axes."""
    low_x, high_x, low_y, high_y = plane.box
    below = top + _SIZE + 16
    yield f'<text x="{_LEFT:.1f}" y="{below:.1f}">{low_x:.3g}</text>'
    yield f'<text x="{_LEFT + _SIZE:.1f}" y="{below:.1f}" text-anchor="end">{high_x:.3g}</text>'
    yield f'<text x="{_LEFT - 4:.1f}" y="{top + _SIZE:.1f}" text-anchor="end">{low_y:.3g}</text>'
    yield f'<text x="{_LEFT - 4:.1f}" y="{top + 10:.1f}" text-anchor="end">{high_y:.3g}</text>'
