"""The means of the class and of its parts from exercise to exercise, as lines with their names at the end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from grader.report.parts import PartRow
from grader.report.svg import WIDTH, drawn, line, path, text

_HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 300.0, 44.0, 150.0, 14.0, 40.0
_LINE_HEIGHT = 16.0
_LETTER, _LONGEST_NAME = 7.5, 20
# A part is told from the others by its dashes and its name at the end; more lines than these are only in the table.
_DASHES = ("7 4", "2 4", "10 3 2 3", "1 2", "14 5")


def trend(rows: Sequence[PartRow], exercises: Sequence[str]) -> Markup | None:
    """The lines, the class's first; None for fewer than two exercises with scores."""
    drawable = [row for row in rows if row.change is not None][: 1 + len(_DASHES)]
    if not drawable:
        return None
    parts = [*_ground(exercises)]
    ends: list[tuple[float, str]] = []
    for row, dashes in zip(drawable, ("", *_DASHES), strict=False):
        run = [
            (_across(index, exercises), _up(cell.percent))
            for index, cell in enumerate(row.cells)
            if cell.percent is not None
        ]
        first = row is drawable[0]
        parts.append(path(run, "var(--accent)" if first else "var(--soft)", dashes, 3.0 if first else 1.8))
        parts += [_dot(x, y) for x, y in run] if first else []
        ends.append((run[-1][1], f"{row.name} {row.cells[-1].percent or ''}".strip()))
    parts += [text(WIDTH - _RIGHT + 12, y + 4, words, "start") for y, words in _apart(ends)]
    said = "; ".join(f"{row.kind} {row.name} {row.change:+d}".strip() for row in drawable)
    return drawn(parts, _HEIGHT, "From exercise to exercise in percent", f"From the first to the last: {said}.")


def _ground(exercises: Sequence[str]) -> Iterator[str]:
    """Faint lines at each quarter, and the exercises below."""
    for percent in (0, 25, 50, 75, 100):
        yield line(_LEFT, _up(percent), WIDTH - _RIGHT, _up(percent), colour="var(--line)")
        yield text(_LEFT - 8, _up(percent) + 4, f"{percent}", "end")
    room = (WIDTH - _LEFT - _RIGHT) / max(len(exercises), 2)
    # Where the names have no room, what they begin with alike stands once.
    crowded = max(map(len, exercises)) * _LETTER > room
    start = _start(exercises) if crowded else ""
    for index, exercise in enumerate(exercises):
        yield text(_across(index, exercises), _HEIGHT - _BOTTOM + 18, exercise.removeprefix(start), "middle")
    yield text((_LEFT + WIDTH - _RIGHT) / 2, _HEIGHT - 4, start, "middle") if start else ""


def _start(names: Sequence[str]) -> str:
    """What all names begin with, short of a whole one."""
    first = min(names, key=len)[:-1]
    return next((first[:end] for end in range(len(first), 0, -1) if all(n.startswith(first[:end]) for n in names)), "")


def _across(index: int, exercises: Sequence[str]) -> float:
    """The pixel of an exercise."""
    return _LEFT + 24 + (WIDTH - _RIGHT - _LEFT - 48) * index / max(len(exercises) - 1, 1)


def _up(percent: float) -> float:
    """The pixel of a mean."""
    return _TOP + (_HEIGHT - _BOTTOM - _TOP) * (1 - percent / 100)


def _dot(x: float, y: float) -> str:
    """A point of the class's line."""
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" fill="var(--accent)"/>'


def _apart(ends: Sequence[tuple[float, str]]) -> Iterator[tuple[float, str]]:
    """Names beside the ends of their lines, moved down where they would touch."""
    lowest = 0.0
    for y, words in sorted(ends):
        lowest = max(y, lowest + _LINE_HEIGHT)
        yield lowest, words if len(words) <= _LONGEST_NAME else words[: _LONGEST_NAME - 1] + "…"
