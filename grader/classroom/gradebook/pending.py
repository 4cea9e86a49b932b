"""What is still to be graded: submissions that count and have no grade yet, or none under today's conditions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol

from grader.classroom.gradebook.gradebook import Gradebook
from grader.classroom.gradebook.submissions import source_of
from grader.classroom.units import Conditions, Unit, key_of


@dataclass(frozen=True, order=True)
class Pending:
    """A submission to grade; light, so that a whole class of them can be held.

    Attributes:
        key: the key that its grade will have.
        seed: what every input is drawn from.
        stale: whether it has a grade, made under other conditions.
    """

    student: str
    exercise: str
    attempt: int
    source_hash: str
    size_bytes: int
    key: str
    stale: bool = False
    seed: int = 0


@dataclass(frozen=True)
class Shard:
    """Part `number` of `count`, from 1; a student's whole work is always in one part."""

    number: int = 1
    count: int = 1

    def holds(self, student: str) -> bool:
        """Whether the student's work belongs to this part; depends on nothing but the id."""
        digest = hashlib.sha256(student.encode("utf-8", "backslashreplace")).digest()
        return int.from_bytes(digest[:8], "big") % self.count == self.number - 1


class Part(Protocol):
    """Some of the students."""

    def holds(self, student: str) -> bool:
        """Whether the student is one of them."""


@dataclass(frozen=True)
class Named:
    """The students with these ids."""

    students: frozenset[str]

    def holds(self, student: str) -> bool:
        """Whether the student is one of them."""
        return student in self.students


WHOLE = Shard()


def pending(
    book: Gradebook, conditions: Mapping[str, Conditions], *, stale: bool = False, shard: Part = WHOLE
) -> tuple[Pending, ...]:
    """Submissions that count and are not graded, by student and exercise.

    Args:
        book: the gradebook.
        conditions: today's, by exercise; exercises without any are not graded.
        stale: also those graded under other conditions. A regrade wants them; an ordinary run must not change scores.
        shard: the part of the class to look at.
    """
    rows = book.rows(
        "SELECT c.student, c.exercise, c.attempt, c.source_hash, s.size_bytes, g.key "
        "FROM counting AS c JOIN source AS s ON s.hash = c.source_hash "
        "LEFT JOIN current_grade AS g ON (g.student, g.exercise, g.attempt) = (c.student, c.exercise, c.attempt) "
        "ORDER BY c.student, c.exercise"
    )
    submissions: list[Pending] = []
    for student, exercise, attempt, source_hash, size_bytes, current in rows:
        if exercise not in conditions or not shard.holds(student):
            continue
        theirs = conditions[exercise].of_student(student)
        key = key_of(exercise, source_hash, theirs)
        if current is None or (stale and current != key):
            is_graded = current is not None
            submissions.append(
                Pending(student, exercise, attempt, source_hash, size_bytes, key, is_graded, theirs.seed)
            )
    return tuple(submissions)


def count_stale(book: Gradebook, conditions: Mapping[str, Conditions]) -> int:
    """How many counting grades were made under other conditions than today's."""
    return sum(submission.stale for submission in pending(book, conditions, stale=True))


def graded_already(book: Gradebook, conditions: Mapping[str, Conditions], shard: Part = WHOLE) -> int:
    """How many submissions of this part count and have a grade."""
    query = (
        "SELECT c.student, c.exercise FROM counting AS c JOIN current_grade AS g "
        "ON (g.student, g.exercise, g.attempt) = (c.student, c.exercise, c.attempt)"
    )
    return sum(exercise in conditions and shard.holds(student) for student, exercise in book.rows(query))


def counts(book: Gradebook) -> tuple[int, int]:
    """How many submissions count, and how many of them have a grade."""
    total = book.row("SELECT COUNT(*) FROM counting") or (0,)
    graded = book.row("SELECT COUNT(*) FROM counting JOIN current_grade USING (student, exercise, attempt)") or (0,)
    return int(total[0]), int(graded[0])


def by_key(submissions: Iterable[Pending]) -> Iterator[tuple[Pending, ...]]:
    """Submissions that one grading settles: equal sources under equal conditions."""
    ordered = sorted(submissions, key=lambda submission: (submission.key, submission))
    return (tuple(group) for _, group in groupby(ordered, key=lambda submission: submission.key))


def settled(book: Gradebook, submissions: Sequence[Pending]) -> tuple[tuple[Pending, ...], tuple[Pending, ...]]:
    """Divide into those whose key has a grade already, and those to be run."""
    known = {row[0] for row in book.rows("SELECT key FROM grade")}
    return tuple(submission for submission in submissions if submission.key in known), tuple(
        submission for submission in submissions if submission.key not in known
    )


def unit_of(book: Gradebook, submission: Pending) -> Unit:
    """The unit with its source, as it travels to where it is graded."""
    row = book.row(
        "SELECT origin, submitted_at, late, notes FROM submission WHERE (student, exercise, attempt) = (?, ?, ?)",
        (submission.student, submission.exercise, submission.attempt),
    )
    if row is None:
        raise KeyError((submission.student, submission.exercise, submission.attempt))
    origin, submitted_at, late, notes = row
    read = tuple(json.loads(notes))
    source = source_of(book, submission.source_hash)
    return Unit(
        submission.student, submission.exercise, source, origin, submitted_at, submission.attempt, bool(late), read
    )
