"""A submission's source as a page shows it: the lines that checks are about marked, the rest of a long one folded.

What it costs is bounded whatever was handed in: long lines are cut, and lines far from a marked one end with the budget.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, takewhile

from grader.notebooks import cells_of
from grader.outcome import Grade
from grader.report.marked_work.mistakes import Mistake
from grader.report.marked_work.source_lines import MOST_COLUMNS, SourceLine, check_anchor, line_anchor, lines_of
from grader.source import SIZE_LIMIT_BYTES

_AROUND = 6
_MOST_OF_A_FUNCTION = 30
_SHORT_LINES = 40
# Folding fewer lines than this saves nothing.
_LEAST_FOLDED = 4
_MOST_CHARACTERS = 60_000
_REASON_CHARACTERS = 140


@dataclass(frozen=True)
class Region:
    """Lines that follow each other; `is_open` where one of them is marked or the source is short."""

    lines: tuple[SourceLine, ...]
    is_open: bool
    cell: int | None = None

    @property
    def heading(self) -> str:
        """Which lines these are, in words."""
        first, last = self.lines[0].number, self.lines[-1].number
        cell = "" if self.cell is None else f"cell {self.cell}, "
        return f"{cell}line {first}" if first == last else f"{cell}lines {first} to {last}"


@dataclass(frozen=True)
class MarkedSource:
    """A source in regions.

    Attributes:
        places: where each check is about, in words, by its name; the line's anchor with it.
        left_out: how many lines are not shown.
    """

    regions: tuple[Region, ...]
    places: Mapping[str, tuple[str, str]]
    left_out: int = 0

    @property
    def is_marked(self) -> bool:
        """Whether any line is."""
        return bool(self.places)


@dataclass(frozen=True)
class _Block:
    """A whole file, or a cell of a notebook: its lines by index from 0, `last` not included; `before` has no number."""

    first: int
    last: int
    before: int = 0
    cell: int | None = None


def marked_source(source: bytes, grade: Grade, mistakes: Sequence[Mistake]) -> MarkedSource:
    """The source of a grade.

    Args:
        source: as it was graded: of a notebook, its cells joined.
        grade: what was made of it.
        mistakes: whose lines are marked: a check's own where it is known, else the one that defines its function.
    """
    lines = lines_of(source)
    blocks = _blocks(source, lines)
    notes: dict[int, tuple[str, str]] = {}
    places: dict[str, tuple[str, str]] = {}
    for mistake in mistakes:
        for check in mistake.checks:
            at = check.line - 1 if check.line else _definition(lines, check.function)
            block = next((block for block in blocks if block.first <= at < block.last), None)
            if block is not None:
                notes.setdefault(at, (mistake.reason, check_anchor(grade.exercise, check.name)))
                places[check.name] = (_place(block, at), line_anchor(grade.exercise, at + 1))
    shown = _shown(lines, blocks, notes)
    is_long = len(lines) > _SHORT_LINES
    regions = [region for block in blocks for region in _regions(grade.exercise, block, lines, notes, shown, is_long)]
    left_out = sum(block.last - block.first for block in blocks) - sum(len(region.lines) for region in regions)
    return MarkedSource(tuple(regions), places, left_out)


def _blocks(source: bytes, lines: Sequence[str]) -> list[_Block]:
    """The cells, or the whole file."""
    count = len(lines)
    cells = cells_of(source[:SIZE_LIMIT_BYTES].decode("utf-8", "replace"))
    # The first line of a cell's block says which cell it is.
    own = [_Block(cell.first_line, min(cell.last_line, count), cell.first_line, cell.number) for cell in cells]
    return [replace(block, last=_less_blank_end(lines, block)) for block in own or [_Block(0, count)]]


def _less_blank_end(lines: Sequence[str], block: _Block) -> int:
    """The end of a block without the blank lines there."""
    return max((at + 1 for at in range(block.first, block.last) if lines[at].strip()), default=block.first)


def _definition(lines: Sequence[str], function: str) -> int:
    """The index of the last line that defines a function or class at the top, as the last one counts; -1 for none."""
    defines = re.compile(rf"(?:async )?(?:def|class) {re.escape(function)}\b|{re.escape(function)}\s*=[^=]")
    return max((at for at, line in enumerate(lines) if function in line and defines.match(line)), default=-1)


def _place(block: _Block, at: int) -> str:
    """A line in words."""
    number = f"line {at + 1 - block.before}"
    return number if block.cell is None else f"cell {block.cell}, {number}"


def _shown(lines: Sequence[str], blocks: Sequence[_Block], marked: Collection[int]) -> set[int]:
    """Indices of the lines that the page has: those around the marked ones, then from the top as many as the budget lets."""
    shown = _around(lines, marked)
    budget = _MOST_CHARACTERS
    for block in blocks:
        for at in range(block.first, block.last):
            budget -= min(len(lines[at]), MOST_COLUMNS) + 10
            if budget < 0:
                return shown
            shown.add(at)
    return shown


def _around(lines: Sequence[str], marked: Collection[int]) -> set[int]:
    """The marked lines with those around them; below the head of a function, as much of it as fits."""
    near = {close for at in marked for close in range(at - _AROUND, at + _AROUND + 1)}
    for at in marked:
        if not lines[at][:1].isspace():
            inside = takewhile(lambda other: not lines[other].strip() or lines[other][:1] in " \t)", _below(lines, at))
            near.update(inside)
    return near


def _below(lines: Sequence[str], at: int) -> range:
    return range(at + 1, min(len(lines), at + 1 + _MOST_OF_A_FUNCTION))


def _regions(
    exercise: str,
    block: _Block,
    lines: Sequence[str],
    notes: Mapping[int, tuple[str, str]],
    shown: Collection[int],
    is_long: bool,
) -> Iterator[Region]:
    """The regions of one block: what is near a marked line is open, and so is everything of a short source."""
    near = _around(lines, [at for at in notes if block.first <= at < block.last])
    open_ = {at for at in range(block.first, block.last) if at in near or not is_long}
    here = [at for at in range(block.first, block.last) if at in shown]
    for is_open, group in _runs(here, open_):
        numbered = tuple(_source_line(exercise, at, lines[at], at + 1 - block.before, notes.get(at)) for at in group)
        yield Region(numbered, is_open, block.cell)


def _runs(here: Sequence[int], open_: Collection[int]) -> list[tuple[bool, list[int]]]:
    """Indices that follow each other, all open or all folded; a few folded ones between are opened."""
    runs: list[tuple[bool, list[int]]] = []
    keyed = ((at in open_, at - position, at) for position, at in enumerate(here))
    for (is_open, _), group in groupby(keyed, key=lambda entry: entry[:2]):
        indices = [at for _, _, at in group]
        follows = bool(runs) and runs[-1][0] and runs[-1][1][-1] + 1 == indices[0]
        if follows and (is_open or len(indices) < _LEAST_FOLDED):
            runs[-1][1].extend(indices)
        else:
            runs.append((is_open, indices))
    return runs


def _source_line(exercise: str, at: int, text: str, number: int, note: tuple[str, str] | None) -> SourceLine:
    if note is None:
        return SourceLine(number, text)
    reason, anchor = note
    # What a message quotes below its first line stands above as the code itself.
    words = reason.partition("\n")[0]
    words = words if len(words) <= _REASON_CHARACTERS else f"{words[: _REASON_CHARACTERS - 1]}…"
    return SourceLine(number, text, True, line_anchor(exercise, at + 1), words, anchor)
