"""Scores by hand: who, why, and what; they stand beside the automatic ones and survive every regrade."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from grader.classroom.errors import OverrideProblem
from grader.classroom.gradebook.gradebook import Gradebook


@dataclass(frozen=True)
class Override:
    """A score by hand.

    Attributes:
        score: points; None takes an earlier one back.
        who: the person who answers for it.
        why: the reason, for the record.
        recorded_at: when it was given, UTC.
    """

    student: str
    exercise: str
    score: float | None
    who: str
    why: str
    recorded_at: str = ""


def override(book: Gradebook, student: str, exercise: str, score: float | None, *, who: str, why: str) -> Override:
    """Give a score by hand, or take it back with None; nothing is ever erased from the record.

    Raises:
        OverrideProblem: an unknown student, no person, no reason, or no sensible score.
    """
    if not who.strip() or not why.strip():
        raise OverrideProblem("A score by hand needs who gives it and why; give both.")
    if score is not None and not (math.isfinite(score) and score >= 0):
        raise OverrideProblem(f"A score by hand is a number of points from 0 on; got {score}.")
    if book.row("SELECT 1 FROM student WHERE id = ?", (student,)) is None:
        raise OverrideProblem(f"The gradebook has no student {student!r}. Look the id up in `grade export`.")
    given = Override(student, exercise, score, who.strip(), why.strip())
    now = datetime.now(UTC).isoformat(timespec="microseconds")
    with book.transaction() as connection:
        connection.execute(
            "INSERT INTO override (student, exercise, score, who, why, recorded_at) VALUES (?, ?, ?, ?, ?, ?)",
            (student, exercise, score, given.who, given.why, now),
        )
    return given


def override_history(book: Gradebook) -> tuple[Override, ...]:
    """Every score by hand, for each student and exercise in the order of the times at which they were given."""
    rows = book.rows(
        "SELECT student, exercise, score, who, why, recorded_at FROM override ORDER BY student, exercise, recorded_at, id"
    )
    return tuple(Override(*row) for row in rows)


def overrides_of(book: Gradebook) -> Mapping[tuple[str, str], Override]:
    """The scores by hand that count, by student and exercise."""
    last = {(given.student, given.exercise): given for given in override_history(book)}
    return {place: given for place, given in last.items() if given.score is not None}
