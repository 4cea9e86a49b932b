"""Writing what was handed in into the gradebook; the same hand-out twice changes nothing."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from grader.classroom.gradebook.gradebook import Gradebook
from grader.classroom.intake.trees import LeftOut, Unread
from grader.classroom.students import Student
from grader.classroom.units import Unit

_STUDENT_COLUMNS = "id, name, email, login, class_group, section, on_roster"


@dataclass(frozen=True)
class Enrolled:
    """What one hand-out brought.

    Attributes:
        new: submissions that the gradebook did not have.
        known: submissions that it had.
        left_out: files that are not graded.
    """

    new: int
    known: int
    left_out: tuple[LeftOut, ...]


def enrol(
    book: Gradebook,
    students: Iterable[Student],
    units: Iterable[Unit | LeftOut],
    left_out: Sequence[LeftOut] = (),
    unread: Sequence[Unread] = (),
) -> Enrolled:
    """Add students, sources and submissions in one transaction.

    Args:
        book: the gradebook.
        students: everyone in the class.
        units: as `Intake.units` gives them: by student and exercise, the oldest first.
        left_out: files that the intake left out by their names.
        unread: those of them that a student probably meant as an answer.
    """
    new = known = 0
    refused = list(left_out)
    with book.transaction() as connection:
        everyone = list(students)
        add_students(connection, everyone)
        connection.executemany("DELETE FROM unread WHERE student = ?", ((student.id,) for student in everyone))
        for _, group in groupby(_divided(units, refused), key=lambda unit: (unit.student, unit.exercise)):
            *older, newest = group
            added = [add(connection, unit, is_newest=False) for unit in older]
            added.append(add(connection, newest, is_newest=True))
            new, known = new + sum(added), known + added.count(False)
        connection.executemany("INSERT OR IGNORE INTO left_out VALUES (?, ?)", map(_row_of, refused))
        meant = (*unread, *(entry for entry in refused if isinstance(entry, Unread)))
        connection.executemany(
            "INSERT OR REPLACE INTO unread VALUES (?, ?, ?)", ((entry.student, *_row_of(entry)) for entry in meant)
        )
    return Enrolled(new, known, tuple(sorted(refused, key=lambda entry: (entry.path, entry.reason))))


def _divided(units: Iterable[Unit | LeftOut], left_out: list[LeftOut]) -> Iterator[Unit]:
    """The units; what could not be read goes to the list."""
    for unit in units:
        if isinstance(unit, LeftOut):
            left_out.append(unit)
        else:
            yield unit


def _row_of(entry: LeftOut) -> tuple[str, str]:
    """A left-out file as a row, in text that SQLite can hold."""
    return entry.path.encode("utf-8", "backslashreplace").decode(), entry.reason


def add_students(connection: sqlite3.Connection, students: Iterable[Student]) -> None:
    """Add students or bring their names up to date."""
    connection.executemany(
        f"INSERT OR REPLACE INTO student ({_STUDENT_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)",
        ((s.id, s.name, s.email, s.login, s.group, s.section, s.on_roster) for s in students),
    )


def add(connection: sqlite3.Connection, unit: Unit, *, is_newest: bool) -> bool:
    """Add one submission as the next attempt, unless the gradebook has it.

    The newest is compared with the last attempt only: handing in an earlier version again is a new attempt.
    """
    ids = (unit.student, unit.exercise)
    query = "SELECT source_hash, submitted_at FROM submission WHERE (student, exercise) = (?, ?) ORDER BY attempt"
    known = connection.execute(query, ids).fetchall()
    looked_at = known[-1:] if is_newest else known
    if (unit.source_hash, unit.submitted_at) in looked_at:
        return False
    if (unit.source_hash, None) in looked_at:
        # The same work, whose time of hand-in is known only now.
        number = 1 + max(at for at, identity in enumerate(known) if identity == (unit.source_hash, None))
        change = "UPDATE submission SET submitted_at = ? WHERE (student, exercise, attempt) = (?, ?, ?)"
        connection.execute(change, (unit.submitted_at, *ids, number))
        return False
    add_source(connection, unit.source_hash, unit.source)
    notes = json.dumps(unit.notes, ensure_ascii=False)
    connection.execute(
        "INSERT INTO submission VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (*ids, len(known) + 1, unit.source_hash, unit.origin, unit.submitted_at, unit.late, notes),
    )
    return True


def add_source(connection: sqlite3.Connection, source_hash: str, source: bytes) -> None:
    """Keep a source once, whoever handed it in."""
    connection.execute(
        "INSERT OR IGNORE INTO source VALUES (?, ?, ?)", (source_hash, zlib.compress(source, 6), len(source))
    )


def source_of(book: Gradebook, source_hash: str) -> bytes:
    """The bytes of a source in the gradebook."""
    row = book.row("SELECT packed FROM source WHERE hash = ?", (source_hash,))
    if row is None:
        raise KeyError(source_hash)
    return zlib.decompress(row[0])


def students_of(book: Gradebook) -> tuple[Student, ...]:
    """Everyone in the class, by id."""
    rows = book.rows(f"SELECT {_STUDENT_COLUMNS} FROM student ORDER BY id")
    return tuple(Student(a, b, c, d, e, f, bool(listed)) for a, b, c, d, e, f, listed in rows)


def left_out_of(book: Gradebook) -> tuple[LeftOut, ...]:
    """Files that were not graded, by path."""
    return tuple(LeftOut(*row) for row in book.rows("SELECT path, reason FROM left_out ORDER BY path, reason"))


def is_enrolled(book: Gradebook, student: str) -> bool:
    """Whether the gradebook knows a student of this id."""
    return book.row("SELECT 1 FROM student WHERE id = ?", (student,)) is not None
