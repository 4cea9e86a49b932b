"""Which exercises count: a choice of the class, never what one student happened to hand in.

Named with `--exercises`, the choice stands until it is named again. Otherwise an exercise counts once more than half of
those who handed anything in have handed it in; where no exercise is that common, all that were handed in count.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from grader.classroom.gradebook.gradebook import Gradebook

_NAMED, _FOUND = "exercises", "exercises_found"


def name_exercises(book: Gradebook, exercises: Sequence[str]) -> None:
    """Let exactly these count from now on."""
    book.set_setting(_NAMED, json.dumps(list(exercises)))


def note_exercises(book: Gradebook) -> None:
    """After a hand-out was taken in: what has become common counts from now on, and goes on counting."""
    if book.setting(_NAMED) is None:
        book.set_setting(_FOUND, json.dumps(sorted({*_kept(book, _FOUND), *_common(book)})))


def exercises_that_count(book: Gradebook) -> tuple[str, ...]:
    """The exercises of totals and exports, in no particular order."""
    return _kept(book, _NAMED) or _kept(book, _FOUND) or _common(book)


def handed_in_but_not_counted(book: Gradebook) -> dict[str, int]:
    """Exercises of which nothing goes into totals, with the number of students who handed them in."""
    counted = set(exercises_that_count(book))
    return {name: number for name, number in _handed_in(book).items() if name not in counted}


def _common(book: Gradebook) -> tuple[str, ...]:
    """Exercises of more than half of those who handed in; all of them where none is so common."""
    counts = _handed_in(book)
    (students,) = book.row("SELECT COUNT(DISTINCT student) FROM submission") or (0,)
    return tuple(name for name, number in counts.items() if 2 * number > students) or tuple(counts)


def _handed_in(book: Gradebook) -> dict[str, int]:
    """Every exercise that anybody handed in, with the number of students."""
    return dict(book.rows("SELECT exercise, COUNT(DISTINCT student) FROM submission GROUP BY exercise"))


def _kept(book: Gradebook, name: str) -> tuple[str, ...]:
    """A list kept as a setting; empty where there is none."""
    text = book.setting(name)
    return tuple(json.loads(text)) if text is not None else ()
