"""Two submissions beside each other, with the lines marked that stand in both but for what is personal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Set
from dataclasses import dataclass

from grader.report.alike.statements import Statement, statements_of
from grader.text import without_controls

_MOST_LINES = 400
_MOST_CHARACTERS = 160


@dataclass(frozen=True)
class SideBySide:
    """Both sources as (text of a line, whether it is shared); long ones are cut and say so."""

    first: tuple[tuple[str, bool], ...]
    second: tuple[tuple[str, bool], ...]


def side_by_side(first: bytes, second: bytes, known: Set[tuple[str, ...]] = frozenset()) -> SideBySide:
    """Mark what two sources share and is not known."""
    both = [
        [statement for statement in statements_of(source)[0] if statement.words not in known]
        for source in (first, second)
    ]
    shared = Counter(statement.words for statement in both[0]) & Counter(statement.words for statement in both[1])
    marked = [_marked(statements, Counter(shared)) for statements in both]
    return SideBySide(_lines(first, marked[0]), _lines(second, marked[1]))


def _marked(statements: list[Statement], left: Counter[tuple[str, ...]]) -> frozenset[int]:
    """Numbers of the lines whose statements are shared, each as often as it is in both."""
    lines: set[int] = set()
    for statement in statements:
        if left[statement.words] > 0:
            left[statement.words] -= 1
            lines.update(statement.lines)
    return frozenset(lines)


def _lines(source: bytes, marked: frozenset[int]) -> tuple[tuple[str, bool], ...]:
    """The lines as a page shows them."""
    text = without_controls(source.decode("utf-8", "replace")).split("\n")
    shown = [(line[:_MOST_CHARACTERS], number in marked) for number, line in enumerate(text[:_MOST_LINES], 1)]
    more = [(f"... {len(text) - _MOST_LINES} more lines", False)] if len(text) > _MOST_LINES else []
    return (*shown, *more)
