"""Writing grades: one transaction a submission, so that a killed run has each grade whole or not at all."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from grader.classroom.gradebook.gradebook import Gradebook
from grader.classroom.gradebook.pending import Pending
from grader.classroom.units import Conditions
from grader.outcome import Grade

_USAGE = ("wall_s", "cpu_s", "memory_mib")


def record(
    book: Gradebook,
    submissions: Sequence[Pending],
    conditions: Conditions,
    grade: Grade,
    *,
    propose: bool = False,
) -> bool:
    """Keep the grade of submissions that share a key.

    Args:
        book: the gradebook.
        submissions: those that share the key.
        conditions: under which it was made.
        grade: what the grader made of them.
        propose: keep it beside the one that counts, for a regrade's preview.

    Returns:
        False when it shows a fault of the grader: then the fault is kept, and an earlier grade still counts.
    """
    if grade.fault is not None:
        record_fault(book, submissions, grade.fault)
        return False
    first = submissions[0]
    if grade.exercise != first.exercise or any(submission.key != first.key for submission in submissions):
        raise ValueError(f"the grade of {grade.exercise} does not belong to the key of {first.exercise}")
    with book.transaction() as connection:
        _add_grade(connection, first, conditions, grade)
        keep = _propose_grade if propose else link
        keep(connection, submissions)
    return True


def link_known(book: Gradebook, submissions: Sequence[Pending], *, propose: bool = False) -> None:
    """Give submissions the grade that their key already has."""
    keep = _propose_grade if propose else link
    with book.transaction() as connection:
        keep(connection, submissions)


def record_fault(book: Gradebook, submissions: Sequence[Pending], reason: str) -> None:
    """Keep that submissions could not be graded through no fault of the learner."""
    with book.transaction() as connection:
        connection.executemany(
            "INSERT OR REPLACE INTO fault VALUES (?, ?, ?, ?)",
            ((submission.student, submission.exercise, submission.attempt, reason) for submission in submissions),
        )


def _add_grade(connection: sqlite3.Connection, submission: Pending, conditions: Conditions, grade: Grade) -> None:
    """Keep a grade and what it cost."""
    kept = {name: value for name, value in grade.to_json().items() if name != "usage"}
    connection.execute(
        "INSERT OR IGNORE INTO grade VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            submission.key,
            submission.exercise,
            submission.source_hash,
            grade.score,
            grade.max_score,
            zlib.compress(_as_text(kept).encode()),
            conditions.checks_hash,
            conditions.grader_version,
            conditions.torch_version,
            str(conditions.seed),
            conditions.limits,
            conditions.mnist,
            _as_text(dict(grade.isolation)),
        ),
    )
    cost = (float(grade.usage.get(name, 0.0)) for name in _USAGE)
    connection.execute("INSERT OR REPLACE INTO cost VALUES (?, ?, ?, ?)", (submission.key, *cost))


def link(connection: sqlite3.Connection, submissions: Sequence[Pending]) -> None:
    """Let the grade of the key count for the submissions; a fault noted before is settled by it."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    for submission in submissions:
        ids = (submission.student, submission.exercise, submission.attempt)
        connection.execute(
            "INSERT INTO graded (student, exercise, attempt, key, recorded_at) SELECT ?, ?, ?, ?, ? WHERE NOT EXISTS ("
            "SELECT 1 FROM current_grade WHERE (student, exercise, attempt, key) = (?, ?, ?, ?))",
            (*ids, submission.key, now, *ids, submission.key),
        )
        connection.execute("DELETE FROM fault WHERE (student, exercise, attempt) = (?, ?, ?)", ids)


def _propose_grade(connection: sqlite3.Connection, submissions: Sequence[Pending]) -> None:
    """Keep the grade of the key as what a regrade would make of the submissions."""
    connection.executemany(
        "INSERT OR REPLACE INTO proposed VALUES (?, ?, ?, ?)",
        ((submission.student, submission.exercise, submission.attempt, submission.key) for submission in submissions),
    )


def _as_text(value: object) -> str:
    """JSON as the gradebook keeps it: equal values give equal text; a lone surrogate is written out."""
    return json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":"), allow_nan=False)


def grade_of(book: Gradebook, key: str) -> Grade:
    """The grade under a key, less its cost.

    Raises:
        KeyError: there is none.
    """
    row = book.row("SELECT packed_outcome FROM grade WHERE key = ?", (key,))
    if row is None:
        raise KeyError(key)
    return unpacked(row[0])


def unpacked(packed: bytes) -> Grade:
    """A grade as it is kept: repetitive words, a tenth of their size when packed."""
    return Grade.from_json(json.loads(zlib.decompress(packed)))


@dataclass(frozen=True)
class _GradingCost:
    """What making one grade took."""

    cpu_s: float
    memory_mib: float


def costs_by_key(book: Gradebook) -> dict[str, _GradingCost]:
    """What each grade took, by its key."""
    rows = book.rows("SELECT key, cpu_s, memory_mib FROM cost")
    return {key: _GradingCost(cpu_s, memory_mib) for key, cpu_s, memory_mib in rows}


def mean_cpu_s(book: Gradebook) -> dict[str, float]:
    """Mean CPU seconds of the grades so far, by exercise; empty for a new class."""
    query = "SELECT g.exercise, AVG(c.cpu_s) FROM grade AS g JOIN cost AS c ON c.key = g.key GROUP BY g.exercise"
    return {exercise: float(cpu_s) for exercise, cpu_s in book.rows(query)}


def best_of_other_attempts(book: Gradebook, student: str, exercise: str, attempt: int) -> float | None:
    """The best automatic score of the student's other attempts, None where none was graded."""
    row = book.row(
        "SELECT MAX(g.score) FROM current_grade AS s JOIN grade AS g ON g.key = s.key "
        "WHERE s.student = ? AND s.exercise = ? AND s.attempt != ?",
        (student, exercise, attempt),
    )
    return None if row is None or row[0] is None else float(row[0])


def graded_on(book: Gradebook) -> str:
    """The day of the newest grade, such as "2026-03-09" (UTC); empty where there is none."""
    row = book.row("SELECT MAX(recorded_at) FROM graded")
    return str(row[0])[:10] if row and row[0] else ""
