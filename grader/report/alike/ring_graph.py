"""Rings as a drawing: a dot a student, a line for two who look alike, the thicker the more they share."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from grader.report.alike.similar import Ring
from grader.report.svg import WIDTH, drawn, line, text

# In so large a ring names would lie over each other.
_MOST_NAMED = 20
_MOST_RINGS = 40
_LONGEST_NAME = 16
_LEAST_RADIUS, _LARGEST_RADIUS = 42.0, 250.0
# From one name to the next below it, and room for a name beside its dot.
_LINE_HEIGHT, _BESIDE = 15.0, 132.0
_ABOVE, _BELOW, _GAP = 38.0, 22.0, 12.0
_THIN, _THICK = 1.0, 5.0


@dataclass(frozen=True)
class _Spot:
    """A ring on the drawing: its number, and where its middle is."""

    number: int
    ring: Ring
    radius: float
    x: float
    y: float

    def dots(self) -> dict[str, tuple[float, float]]:
        """Where each student is: around the middle, nobody right at the top, so that names lie beside."""
        count = len(self.ring.students)
        angles = ((2 * index + 1) * math.pi / count for index in range(count))
        return {
            student: (self.x + self.radius * math.sin(angle), self.y - self.radius * math.cos(angle))
            for student, angle in zip(self.ring.students, angles, strict=True)
        }


def ring_graph(
    exercise: str, rings: Sequence[Ring], bar: float, labels: Mapping[str, str], files: Mapping[str, str]
) -> Markup:
    """The rings of one exercise, numbered as they are listed.

    Args:
        exercise: its name.
        rings: those of a comparison.
        bar: the similarity of the thinnest line.
        labels: what each student is called.
        files: each student's page.
    """
    spots, height = _spread(rings[:_MOST_RINGS])
    parts: list[str] = []
    for spot in spots:
        parts += [*_lines(spot, bar), *_students(spot, labels, files), _head(spot)]
    sizes = ", ".join(str(len(ring.students)) for ring in rings[:_MOST_RINGS])
    more = f" {len(rings) - _MOST_RINGS} smaller rings are not drawn." if len(rings) > _MOST_RINGS else ""
    words = f"Rings of {sizes} students; the list below names them with how much each two share.{more}"
    return drawn(parts, height, f"{exercise}: who looks alike", words, has_links=True)


def _spread(rings: Sequence[Ring]) -> tuple[list[_Spot], float]:
    """The rings in rows from left to right, and the height of all rows."""
    spots: list[_Spot] = []
    left, top, row_height = 0.0, 0.0, 0.0
    for number, ring in enumerate(rings, 1):
        radius = _radius(len(ring.students))
        wide = 2 * (radius + (_BESIDE if len(ring.students) <= _MOST_NAMED else _GAP))
        # Two lie beside each other.
        half = radius if len(ring.students) > 2 else 0.0
        high = _ABOVE + 2 * half + _BELOW
        if left and left + wide > WIDTH:
            left, top, row_height = 0.0, top + row_height, 0.0
        spots.append(_Spot(number, ring, radius, left + wide / 2, top + _ABOVE + half))
        left, row_height = left + wide, max(row_height, high)
    return spots, top + row_height


def _radius(count: int) -> float:
    """So large that the names of neighbours stay apart where names are written."""
    if count > _MOST_NAMED:
        return min(_LARGEST_RADIUS, 3.0 * count)
    closest = math.cos(math.pi / count) - math.cos(3 * math.pi / count) if count > 2 else 1.0
    return max(_LEAST_RADIUS, _LINE_HEIGHT / closest)


def _lines(spot: _Spot, bar: float) -> Iterator[str]:
    """A line for each two who look alike."""
    dots = spot.dots()
    for pair in spot.ring.pairs:
        share = (pair.similarity - bar) / max(1 - bar, 0.01)
        width = _THIN + (_THICK - _THIN) * share / math.sqrt(len(dots) / 2)
        yield line(*dots[pair.first], *dots[pair.second], width=round(width, 1), colour="var(--second)")


def _students(spot: _Spot, labels: Mapping[str, str], files: Mapping[str, str]) -> Iterator[str]:
    """A dot that leads to the student's page, with the name beside it."""
    dots = spot.dots()
    for student, (x, y) in dots.items():
        name = labels[student]
        dot = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" fill="var(--accent)"><title>{escape(name)}</title></circle>'
        side = 1 if x >= spot.x else -1
        word = text(x + side * 11, y + 4, _short(name), "start" if side > 0 else "end")
        shown = dot + word if len(dots) <= _MOST_NAMED else dot
        yield f'<a href="{escape(files[student])}" aria-label="{escape(name)}">{shown}</a>'


def _head(spot: _Spot) -> str:
    """The ring's number above it."""
    kind = ", all the same" if spot.ring.exact else ""
    above = spot.radius if len(spot.ring.students) > 2 else 0.0
    return text(spot.x, spot.y - above - 18, f"Ring {spot.number}: {len(spot.ring.students)}{kind}", "middle")


def _short(name: str) -> str:
    """A name that fits beside its dot."""
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"
