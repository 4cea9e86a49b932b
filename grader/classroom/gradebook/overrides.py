"""What people decide and say: scores by hand with who and why, and comments; both survive every regrade."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from grader.classroom.errors import OverrideProblem
from grader.classroom.gradebook.gradebook import Gradebook
from grader.classroom.gradebook.submissions import is_enrolled
from grader.classroom.names import shown
from grader.text import without_controls

_MAX_CHARACTERS = 4000


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
    return {key: given for key, given in last.items() if given.score is not None}


@dataclass(frozen=True)
class Comment:
    """One comment.

    Attributes:
        check: the check that it is about; empty for the whole exercise.
        words: plain text; line breaks stay.
    """

    student: str
    exercise: str
    check: str
    words: str


def add_comment(book: Gradebook, comment: Comment) -> Comment:
    """Keep a comment; an empty one takes back those that the student has at this place.

    Raises:
        OverrideProblem: an unknown student, or a text too long for a page.
    """
    words = without_controls(comment.words).strip()
    if not is_enrolled(book, comment.student):
        raise OverrideProblem(
            f"The gradebook has no student {shown(comment.student)!r}. Look the id up in `grade export`."
        )
    if len(words) > _MAX_CHARACTERS:
        raise OverrideProblem(f"A comment has at most {_MAX_CHARACTERS} characters; got {len(words)}. Shorten it.")
    ids = (comment.student, comment.exercise, comment.check)
    with book.transaction() as connection:
        if words:
            change = "INSERT INTO comment (student, exercise, check_name, words) VALUES (?, ?, ?, ?)"
            connection.execute(change, (*ids, words))
        else:
            connection.execute("DELETE FROM comment WHERE (student, exercise, check_name) = (?, ?, ?)", ids)
    return Comment(*ids, words)


def comments_of(book: Gradebook) -> Mapping[tuple[str, str], tuple[Comment, ...]]:
    """Every comment, by student and exercise, in the order in which they were made."""
    comments: dict[tuple[str, str], tuple[Comment, ...]] = {}
    for row in book.rows("SELECT student, exercise, check_name, words FROM comment ORDER BY id"):
        comment = Comment(*row)
        key = (comment.student, comment.exercise)
        comments[key] = (*comments.get(key, ()), comment)
    return comments
