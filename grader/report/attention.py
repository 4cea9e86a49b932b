"""Submissions that a person should look at, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from grader.classroom.gradebook.class_results import Result, State
from grader.classroom.gradebook.gradebook import Gradebook
from grader.classroom.students import Student

LIMITS_HIT = {"timeout": "ran out of time", "out_of_memory": "ran out of memory"}
BROKEN = "error"


@dataclass(frozen=True)
class Attention:
    """One submission to look at by hand."""

    student: Student
    exercise: str
    score: float | None
    reasons: tuple[str, ...]


def reasons_to_look(book: Gradebook, result: Result, outcome: Mapping[str, Any] | None) -> tuple[str, ...]:
    """Why this result deserves a look; empty for most."""
    reasons: list[str] = []
    if result.state is State.NOT_GRADED:
        reasons.append(f"not graded, a fault of the grader: {result.fault}")
    if outcome is not None:
        reasons += outcome_reasons(outcome)
        best = best_before(book, result)
        if best is not None and best > float(outcome["score"]):
            reasons.append(f"an earlier attempt had {best:g} points")
    return tuple(reasons)


def outcome_reasons(outcome: Mapping[str, Any]) -> list[str]:
    """What of an outcome is unusual."""
    statuses = Counter(str(check["status"]) for check in outcome["checks"])
    reasons = [f"{words} in {counted(statuses[status])}" for status, words in LIMITS_HIT.items() if statuses[status]]
    started = sum(statuses.values()) - statuses["not_started"]
    if statuses[BROKEN] and statuses[BROKEN] == started:
        reasons.append("nothing in it could be judged: every check that began ended in an error")
    return reasons


def counted(number: int) -> str:
    """Such as "1 check" or "3 checks"."""
    return f"{number} check{'' if number == 1 else 's'}"


def best_before(book: Gradebook, result: Result) -> float | None:
    """The best automatic score of the student's other attempts, where they were graded."""
    row = book.row(
        "SELECT MAX(g.score) FROM current_grade AS s JOIN grade AS g ON g.key = s.key "
        "WHERE s.student = ? AND s.exercise = ? AND s.attempt != ?",
        (result.student, result.exercise, result.attempt),
    )
    return None if row is None or row[0] is None else float(row[0])
