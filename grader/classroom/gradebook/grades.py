"""Writing grades: one transaction a submission, so that a killed run has each grade whole or not at all."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from grader.classroom.gradebook.gradebook import Gradebook
from grader.classroom.gradebook.pending import Pending
from grader.classroom.units import Conditions

# The engine's word for a fault of its own, as its JSON report writes it.
GRADER_ERROR = "grader_error"
USAGE = ("wall_s", "cpu_s", "memory_mib")


def record(
    book: Gradebook,
    those: Sequence[Pending],
    conditions: Conditions,
    outcome: Mapping[str, Any],
    *,
    propose: bool = False,
) -> bool:
    """Keep the grade of submissions that share a key.

    Args:
        book: the gradebook.
        those: the submissions.
        conditions: under which it was made.
        outcome: what `Grade.to_json` gives.
        propose: keep it beside the one that counts, for a regrade's preview.

    Returns:
        False when the outcome shows a fault of the grader: then the fault is kept, and an earlier grade still counts.
    """
    fault = fault_in(outcome)
    if fault is not None:
        record_fault(book, those, fault)
        return False
    first = those[0]
    if outcome["exercise"] != first.exercise or any(one.key != first.key for one in those):
        raise ValueError(f"the outcome of {outcome['exercise']} does not belong to the key of {first.exercise}")
    with book.transaction() as connection:
        add_grade(connection, first, conditions, outcome)
        (propose_grade if propose else link)(connection, those)
    return True


def link_known(book: Gradebook, those: Sequence[Pending], *, propose: bool = False) -> None:
    """Give submissions the grade that their key already has."""
    with book.transaction() as connection:
        (propose_grade if propose else link)(connection, those)


def record_fault(book: Gradebook, those: Sequence[Pending], reason: str) -> None:
    """Keep that submissions could not be graded through no fault of the learner."""
    with book.transaction() as connection:
        connection.executemany(
            "INSERT OR REPLACE INTO fault VALUES (?, ?, ?, ?)",
            ((one.student, one.exercise, one.attempt, reason) for one in those),
        )


def fault_in(outcome: Mapping[str, Any]) -> str | None:
    """Why an outcome is no grade, or None: no checks at all, or checks that the grader itself could not finish."""
    checks = outcome.get("checks") or []
    if not checks:
        return "no check ran"
    faults = [f"{check['name']}: {check['message']}" for check in checks if check["status"] == GRADER_ERROR]
    return "; ".join(faults) or None


def add_grade(connection: sqlite3.Connection, one: Pending, conditions: Conditions, outcome: Mapping[str, Any]) -> None:
    """Keep a grade and what it cost."""
    usage = outcome.get("usage") or {}
    kept = {name: value for name, value in outcome.items() if name != "usage"}
    connection.execute(
        "INSERT OR IGNORE INTO grade VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            one.key,
            one.exercise,
            one.source_hash,
            float(outcome["score"]),
            float(outcome["max_score"]),
            zlib.compress(as_text(kept).encode()),
            conditions.checks_hash,
            conditions.grader_version,
            conditions.torch_version,
            str(conditions.seed),
            conditions.limits,
            conditions.mnist,
            as_text(outcome.get("isolation") or {}),
        ),
    )
    cost = (float(usage.get(name, 0.0)) for name in USAGE)
    connection.execute("INSERT OR REPLACE INTO cost VALUES (?, ?, ?, ?)", (one.key, *cost))


def link(connection: sqlite3.Connection, those: Sequence[Pending]) -> None:
    """Let the grade of the key count for the submissions; a fault noted before is settled by it."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    for one in those:
        place = (one.student, one.exercise, one.attempt)
        connection.execute(
            "INSERT INTO graded (student, exercise, attempt, key, recorded_at) SELECT ?, ?, ?, ?, ? WHERE NOT EXISTS ("
            "SELECT 1 FROM current_grade WHERE (student, exercise, attempt, key) = (?, ?, ?, ?))",
            (*place, one.key, now, *place, one.key),
        )
        connection.execute("DELETE FROM fault WHERE (student, exercise, attempt) = (?, ?, ?)", place)


def propose_grade(connection: sqlite3.Connection, those: Sequence[Pending]) -> None:
    """Keep the grade of the key as what a regrade would make of the submissions."""
    connection.executemany(
        "INSERT OR REPLACE INTO proposed VALUES (?, ?, ?, ?)",
        ((one.student, one.exercise, one.attempt, one.key) for one in those),
    )


def as_text(value: object) -> str:
    """JSON as the gradebook keeps it: equal values give equal text; a lone surrogate is written out."""
    return json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":"), allow_nan=False)


def outcome_of(book: Gradebook, key: str) -> dict[str, Any]:
    """The outcome under a key, as the engine reported it, less its cost."""
    row = book.row("SELECT packed_outcome FROM grade WHERE key = ?", (key,))
    if row is None:
        raise KeyError(key)
    return unpacked(row[0])


def unpacked(packed: bytes) -> dict[str, Any]:
    """An outcome as it is kept: repetitive words, a tenth of their size when packed."""
    found: dict[str, Any] = json.loads(zlib.decompress(packed))
    return found
