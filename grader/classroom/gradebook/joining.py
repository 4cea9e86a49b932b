"""A roster that comes later: which students of the gradebook it knows under another id, and moving their work there.

Identity is the class's, not that of one run: whoever was enrolled under a folder's name keeps submissions, grades,
scores by hand, extensions and comments under the id that the roster gives.
"""

from __future__ import annotations

import shlex
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, replace

from grader.classroom.errors import RosterProblem
from grader.classroom.gradebook.gradebook import Gradebook
from grader.classroom.gradebook.submissions import add_students, students_of
from grader.classroom.names import folded
from grader.classroom.roster import Roster, indexed
from grader.classroom.students import Student

_HAS_ROSTER = "has_roster"
# Tables with a student's rows that may meet rows of the same key: what the student has under the new id stands.
_KEYED_TABLES = ("extension", "unread", "mailed")
_FREE_TABLES = ("override", "comment", "assigned", "hand_points")
_COUNTED = ("submission", "override", "extension")


@dataclass(frozen=True)
class Join:
    """One student of the gradebook whom the roster knows under another id."""

    before: Student
    after: Student
    submissions: int
    by_hand: int
    extensions: int

    def __str__(self) -> str:
        """Such as "ann is Ann Lee (1001): 2 submissions, 1 score by hand"."""
        counts = (
            (self.submissions, "submission", "submissions"),
            (self.by_hand, "score by hand", "scores by hand"),
            (self.extensions, "extension", "extensions"),
        )
        said = [f"{number} {singular if number == 1 else many}" for number, singular, many in counts if number]
        return f"{self.before.label} is {self.after.label}: {', '.join(said) or 'nothing handed in'}"


def known_roster(book: Gradebook) -> Roster | None:
    """The roster that the class was given in an earlier run, so that a run without one does not double anybody."""
    if book.setting(_HAS_ROSTER) is None:
        return None
    listed = tuple(student for student in students_of(book) if student.on_roster)
    return with_former(book, with_apart(book, indexed(listed)))


def keep_apart(book: Gradebook, students: Iterable[str]) -> None:
    """Remember ids of the platform that are nobody on the roster, whatever their names; for every later run, too."""
    with book.transaction() as connection:
        connection.executemany("INSERT OR IGNORE INTO apart VALUES (?)", ((student,) for student in students))


def with_apart(book: Gradebook, roster: Roster) -> Roster:
    """The roster, which does not find those whom a person keeps apart from it."""
    return replace(roster, apart=frozenset(row[0] for row in book.rows("SELECT student FROM apart")))


def with_former(book: Gradebook, roster: Roster) -> Roster:
    """The roster, which finds those who left it, too: their folder is no new student's."""
    listed = {student.id for student in roster.students}
    left = tuple(replace(student, on_roster=False) for student in students_of(book) if student.id not in listed)
    return replace(roster, former=indexed(left))


def _joins(book: Gradebook, roster: Roster) -> tuple[Join, ...]:
    """Students of the gradebook who stand on the roster under another id, by a mark or a name that only one has."""
    listed = {student.id for student in roster.students}
    joins: list[Join] = []
    for before in students_of(book):
        after = None if before.id in listed else roster.find(before)
        if after is not None:
            joins.append(Join(before, after, *(_count(book, table, before.id) for table in _COUNTED)))
    return tuple(joins)


def _count(book: Gradebook, table: str, student: str) -> int:
    """How many rows of a table are a student's."""
    row = book.row(f"SELECT COUNT(*) FROM {table} WHERE student = ?", (student,))
    return int(row[0]) if row else 0


def adopt(book: Gradebook, roster: Roster, *, join: bool) -> tuple[str, ...]:
    """Let the roster say who is who from now on; returns a sentence for each student joined.

    Students whom it does not have any more stay, with all their work, and are marked as not on it.

    Raises:
        RosterProblem: students would be joined, and `join` is False, or ids have changed hands; nothing has changed then.
    """
    _refuse_exchanged(book, roster)
    joins = _joins(book, roster)
    if joins and not join:
        shown = "\n".join(f"  {pair}" for pair in joins)
        raise RosterProblem(
            f"The roster knows {len(joins)} students of this class under other ids; nothing has changed yet:\n{shown}\n"
            "The same command with --join lets their work count under the roster's ids. Where one is another "
            f"person, say so: --apart {shlex.quote(joins[0].before.id)} (may be repeated)."
        )
    listed = [(student.id,) for student in roster.students]
    with book.transaction() as connection:
        connection.execute("PRAGMA defer_foreign_keys = ON")
        add_students(connection, roster.students)
        for pair in joins:
            _move(connection, pair.before.id, pair.after.id)
        connection.execute("UPDATE student SET on_roster = 0")
        connection.executemany("UPDATE student SET on_roster = 1 WHERE id = ?", listed)
        connection.execute("INSERT OR IGNORE INTO setting VALUES (?, ?)", (_HAS_ROSTER, "yes"))
    return tuple(f"joined: {pair}" for pair in joins)


def _refuse_exchanged(book: Gradebook, roster: Roster) -> None:
    """Refuse a roster that gives the id of one student to another: both would get the other's work.

    Raises:
        RosterProblem: the first such id, with both names.
    """
    listed = {student.id: student for student in roster.students}
    for before in students_of(book):
        now, elsewhere = listed.get(before.id), roster.by_name.get(folded(before.name))
        renamed = now is not None and now.name and folded(now.name) != folded(before.name)
        if now is not None and renamed and elsewhere is not None and elsewhere.id != before.id:
            raise RosterProblem(
                f"The roster gives the id {before.id} to {now.name}; so far it is {before.name}'s, who has "
                f"{elsewhere.id} there. Nothing has changed. Was one column sorted alone? Mend the roster, or use "
                "another --out folder if it was wrong before."
            )


def _move(connection: sqlite3.Connection, before: str, after: str) -> None:
    """Give everything of one student to another, and forget the first."""
    for (exercise,) in connection.execute("SELECT DISTINCT exercise FROM submission WHERE student = ?", (before,)):
        _move_attempts(connection, before, after, exercise)
    for table in _FREE_TABLES:
        connection.execute(f"UPDATE {table} SET student = ? WHERE student = ?", (after, before))
    for table in _KEYED_TABLES:
        connection.execute(f"UPDATE OR IGNORE {table} SET student = ? WHERE student = ?", (after, before))
        connection.execute(f"DELETE FROM {table} WHERE student = ?", (before,))
    connection.execute("DELETE FROM student WHERE id = ?", (before,))


def _move_attempts(connection: sqlite3.Connection, before: str, after: str, exercise: str) -> None:
    """Append one student's attempts at an exercise to another's; what both have, they have once."""
    query = (
        "SELECT source_hash, submitted_at, attempt FROM submission WHERE (student, exercise) = (?, ?) ORDER BY attempt"
    )
    known = {tuple(identity): attempt for *identity, attempt in connection.execute(query, (after, exercise))}
    last = max(known.values(), default=0)
    for *identity, attempt in connection.execute(query, (before, exercise)).fetchall():
        ids, number = (before, exercise, attempt), known.get(tuple(identity))
        if number is None:
            last += 1
            number = known[tuple(identity)] = last
            change = "UPDATE submission SET student = ?, attempt = ? WHERE (student, exercise, attempt) = (?, ?, ?)"
            connection.execute(change, (after, number, *ids))
        else:
            connection.execute("DELETE FROM submission WHERE (student, exercise, attempt) = (?, ?, ?)", ids)
        for table in ("graded", "fault", "proposed"):
            change = (
                f"UPDATE OR IGNORE {table} SET student = ?, attempt = ? WHERE (student, exercise, attempt) = (?, ?, ?)"
            )
            connection.execute(change, (after, number, *ids))
            connection.execute(f"DELETE FROM {table} WHERE (student, exercise, attempt) = (?, ?, ?)", ids)
