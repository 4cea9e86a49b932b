"""Submissions that a person should look at, and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from grader.classroom.gradebook.class_results import Result, State
from grader.classroom.gradebook.gradebook import Gradebook
from grader.classroom.gradebook.grades import best_of_other_attempts
from grader.classroom.students import Student
from grader.outcome import Grade, Status

_LIMITS_HIT = {Status.TIMEOUT: "ran out of time", Status.OUT_OF_MEMORY: "ran out of memory"}


@dataclass(frozen=True)
class Attention:
    """One submission to look at by hand."""

    student: Student
    exercise: str
    score: float | None
    reasons: tuple[str, ...]


def reasons_to_look(book: Gradebook, result: Result, grade: Grade | None) -> tuple[str, ...]:
    """Why this result deserves a look; empty for most."""
    reasons: list[str] = []
    if result.state is State.NOT_GRADED:
        reasons.append(f"not graded, a fault of the grader: {result.fault}")
    if grade is not None:
        reasons += _unusual(grade)
        best = best_of_other_attempts(book, result.student, result.exercise, result.attempt)
        if best is not None and best > grade.score:
            reasons.append(f"an earlier attempt had {best:g} points")
    return tuple(reasons)


def _unusual(grade: Grade) -> list[str]:
    """What of a grade is unusual."""
    statuses = Counter(check.status for check in grade.checks)
    reasons = [f"{words} in {_counted(statuses[status])}" for status, words in _LIMITS_HIT.items() if statuses[status]]
    started = sum(statuses.values()) - statuses[Status.NOT_STARTED]
    if statuses[Status.ERROR] and statuses[Status.ERROR] == started:
        reasons.append("nothing in it could be judged: every check that began ended in an error")
    return reasons


def _counted(number: int) -> str:
    """Such as "1 check" or "3 checks"."""
    return f"{number} check{'' if number == 1 else 's'}"
