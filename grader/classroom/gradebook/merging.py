"""Several gradebooks into one: the parts of one class, or graders who worked apart. Twice is as good as once."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from itertools import combinations, groupby

from grader.classroom.errors import GradebookProblem
from grader.classroom.gradebook.gradebook import Gradebook
from grader.classroom.gradebook.late_policy import late_policy_of
from grader.classroom.gradebook.submissions import add_source, add_students, source_of, students_of

# Tables whose rows say all about themselves: equal keys, equal content.
_PLAIN_TABLES = (
    "left_out",
    "grade",
    "cost",
    "late_rule",
    "extension",
    "assigned",
    "unread",
    "criterion",
    "apart",
    "mailed",
)
# Settings of one machine or hand-out, which two parts of one class may have apart.
_OWN_SETTINGS = ("layout", "time_zone", "title")
_FOUND = "exercises_found"


def merge(into: Gradebook, others: Iterable[Gradebook]) -> None:
    """Add what the others have; what `into` has already stays as it is. Nothing is added where two contradict.

    Raises:
        GradebookProblem: the gradebooks were graded with different seeds or other settings.
    """
    parts = list(others)
    refuse_contradictions([into, *parts])
    for other in parts:
        _take_over_settings(into, other)
        with into.transaction() as connection:
            add_students(connection, students_of(other))
            _merge_sources(connection, other)
            for table in _PLAIN_TABLES:
                _merge_table(connection, other, table)
            _merge_submissions(connection, other)
            _merge_overrides(connection, other)
            _merge_comments(connection, other)
            _merge_hand_points(connection, other)


def refuse_contradictions(books: Iterable[Gradebook]) -> None:
    """Refuse gradebooks that cannot be parts of one class.

    Raises:
        GradebookProblem: a setting, a late rule or an extension differs; both are shown.
    """
    for book, other in combinations(books, 2):
        _refuse_other_settings(book, other)
        _refuse_other_rules(book, other)


def _refuse_other_settings(book: Gradebook, other: Gradebook) -> None:
    """Where both have a setting, a contradiction is a mistake."""
    ours = dict(book.rows("SELECT name, value FROM setting"))
    for name, value in other.rows("SELECT name, value FROM setting ORDER BY name"):
        if ours.get(name, value) != value and name not in (*_OWN_SETTINGS, _FOUND):
            raise GradebookProblem(
                f"{other.path} has {name} = {value}, {book.path} has {ours[name]}: they are no parts of one class. "
                f"Grade again with the same {name}, then merge."
            )


def _refuse_other_rules(book: Gradebook, other: Gradebook) -> None:
    """Two gradebooks that take off differently for lateness cannot both be right."""
    ours, theirs = late_policy_of(book), late_policy_of(other)
    differing = [
        (key or "every exercise", ours.rules[key].in_words(), rule.in_words(), "grade late")
        for key, rule in theirs.rules.items()
        if ours.rules.get(key, rule) != rule
    ]
    differing += [
        (f"{given.student}, {given.exercise or 'every exercise'}", kept.in_words(), given.in_words(), "grade extend")
        for key, given in theirs.extensions.items()
        if (kept := ours.extensions.get(key, given)) != given
    ]
    for what, here, there, command in differing:
        raise GradebookProblem(
            f"For {what} {book.path} has: {here}; {other.path} has: {there}. "
            f"Make them equal with `{command}`, then merge."
        )


def _take_over_settings(into: Gradebook, other: Gradebook) -> None:
    """Keep the other's settings where there are none; what was found is joined."""
    for name, value in other.rows("SELECT name, value FROM setting ORDER BY name"):
        kept = into.keep_setting(name, value)
        if kept != value and name == _FOUND:
            into.set_setting(name, json.dumps(sorted({*json.loads(kept), *json.loads(value)})))


def _merge_sources(connection: sqlite3.Connection, other: Gradebook) -> None:
    """Add sources that are not there yet."""
    for (source_hash,) in other.rows("SELECT hash FROM source ORDER BY hash"):
        if connection.execute("SELECT 1 FROM source WHERE hash = ?", (source_hash,)).fetchone() is None:
            add_source(connection, source_hash, source_of(other, source_hash))


def _merge_table(connection: sqlite3.Connection, other: Gradebook, table: str) -> None:
    """Add the rows of a table whose keys are not there yet."""
    for row in other.rows(f"SELECT * FROM {table}"):
        places = ", ".join("?" * len(row))
        connection.execute(f"INSERT OR IGNORE INTO {table} VALUES ({places})", row)


def _merge_submissions(connection: sqlite3.Connection, other: Gradebook) -> None:
    """Add attempts that are not there yet, with their grades and faults."""
    columns = "student, exercise, attempt, source_hash, origin, submitted_at, late, notes"
    rows = list(other.rows(f"SELECT {columns} FROM submission ORDER BY student, exercise, attempt"))
    for ids, group in groupby(rows, key=lambda row: row[:2]):
        numbers = _merge_attempts(connection, ids, list(group))
        _merge_grades(connection, other, ids, numbers)


def _merge_attempts(
    connection: sqlite3.Connection, ids: tuple[str, str], rows: list[tuple[object, ...]]
) -> dict[int, int]:
    """Add one student's attempts at one exercise; returns the other's numbers with the numbers they have here."""
    query = (
        "SELECT source_hash, submitted_at, attempt FROM submission WHERE (student, exercise) = (?, ?) ORDER BY attempt"
    )
    known = {tuple(identity): attempt for *identity, attempt in connection.execute(query, ids)}
    count = max(known.values(), default=0)
    numbers: dict[int, int] = {}
    for _, _, attempt, source_hash, origin, submitted_at, late, notes in rows:
        identity = (source_hash, submitted_at)
        if identity not in known:
            count += 1
            values = (*ids, count, source_hash, origin, submitted_at, late, notes)
            connection.execute("INSERT INTO submission VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)
            known[identity] = count
        numbers[int(str(attempt))] = known[identity]
    return numbers


def _merge_grades(
    connection: sqlite3.Connection, other: Gradebook, ids: tuple[str, str], numbers: dict[int, int]
) -> None:
    """Add the history of grades, and the faults of what has no grade."""
    query = "SELECT attempt, key, recorded_at FROM graded WHERE (student, exercise) = (?, ?) ORDER BY id"
    for attempt, key, recorded_at in other.rows(query, ids):
        here = (*ids, numbers[attempt], key)
        connection.execute(
            "INSERT INTO graded (student, exercise, attempt, key, recorded_at) SELECT ?, ?, ?, ?, ? WHERE NOT EXISTS ("
            "SELECT 1 FROM graded WHERE (student, exercise, attempt, key) = (?, ?, ?, ?))",
            (*here, recorded_at, *here),
        )
    for attempt, reason in other.rows("SELECT attempt, reason FROM fault WHERE (student, exercise) = (?, ?)", ids):
        connection.execute("INSERT OR IGNORE INTO fault VALUES (?, ?, ?, ?)", (*ids, numbers[attempt], reason))
    connection.execute(
        "DELETE FROM fault WHERE (student, exercise) = (?, ?) AND EXISTS (SELECT 1 FROM graded AS g "
        "WHERE (g.student, g.exercise, g.attempt) = (fault.student, fault.exercise, fault.attempt))",
        ids,
    )


def _merge_overrides(connection: sqlite3.Connection, other: Gradebook) -> None:
    """Add scores by hand, in the order in which they were given."""
    for row in other.rows("SELECT student, exercise, score, who, why, recorded_at FROM override ORDER BY id"):
        connection.execute(
            "INSERT INTO override (student, exercise, score, who, why, recorded_at) SELECT ?, ?, ?, ?, ?, ? "
            "WHERE NOT EXISTS (SELECT 1 FROM override WHERE (student, exercise, score IS ?, who, why, recorded_at) "
            "= (?, ?, 1, ?, ?, ?))",
            (*row, row[2], row[0], row[1], row[3], row[4], row[5]),
        )


def _merge_comments(connection: sqlite3.Connection, other: Gradebook) -> None:
    """Add comments that are not there yet, in the order in which they were made."""
    for row in other.rows("SELECT student, exercise, check_name, words FROM comment ORDER BY id"):
        connection.execute(
            "INSERT INTO comment (student, exercise, check_name, words) SELECT ?, ?, ?, ? WHERE NOT EXISTS ("
            "SELECT 1 FROM comment WHERE (student, exercise, check_name, words) = (?, ?, ?, ?))",
            (*row, *row),
        )


def _merge_hand_points(connection: sqlite3.Connection, other: Gradebook) -> None:
    """Add points by hand that are not there yet; the time at which they were given says which count."""
    columns = "student, exercise, criterion, points, who, words, recorded_at"
    for row in other.rows(f"SELECT {columns} FROM hand_points ORDER BY id"):
        connection.execute(
            f"INSERT INTO hand_points ({columns}) SELECT ?, ?, ?, ?, ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM hand_points "
            "WHERE (student, exercise, criterion, points IS ?, who, words, recorded_at) = (?, ?, ?, 1, ?, ?, ?))",
            (*row, row[3], *row[:3], *row[4:]),
        )
