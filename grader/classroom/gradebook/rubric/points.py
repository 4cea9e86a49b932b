"""Points by hand: the last ones of a student in a criterion count; nothing is ever erased from the record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from grader.classroom.errors import OverrideProblem
from grader.classroom.gradebook.gradebook import Gradebook
from grader.classroom.gradebook.rubric.criteria import Criterion, rubric_of
from grader.classroom.gradebook.submissions import is_enrolled
from grader.classroom.names import shown
from grader.text import without_controls

_MAX_CHARACTERS = 4000


@dataclass(frozen=True)
class Marked:
    """A criterion and what one student has in it; points is None where nobody has given any."""

    criterion: Criterion
    points: float | None = None
    who: str = ""
    words: str = ""


def give_points(
    book: Gradebook, student: str, exercise: str, criterion: str, points: float | None, *, who: str, words: str = ""
) -> Marked:
    """Give points in one criterion, or take them back with None; the record keeps all.

    Raises:
        OverrideProblem: an unknown student or criterion, more points than it has, or nobody who gives them.
    """
    known = {entry.name: entry for entry in rubric_of(book) if entry.exercise == exercise}
    if criterion not in known:
        names = ", ".join(known) or "none; `grade rubric DIR FILE.yaml` sets them"
        raise OverrideProblem(f"{exercise} has no criterion {shown(criterion)!r}; there are {names}.")
    if not is_enrolled(book, student):
        raise OverrideProblem(f"The gradebook has no student {shown(student)!r}. Look the id up in `grade export`.")
    most = known[criterion].points
    if points is not None and not 0 <= points <= most:
        raise OverrideProblem(f"{criterion} of {exercise} has from 0 to {most:g} points; got {points:g}.")
    said = without_controls(words).strip()
    if not who.strip() or len(said) > _MAX_CHARACTERS:
        raise OverrideProblem(f"Points by hand need who gives them, and at most {_MAX_CHARACTERS} characters of words.")
    now = datetime.now(UTC).isoformat(timespec="microseconds")
    with book.transaction() as connection:
        connection.execute(
            "INSERT INTO hand_points (student, exercise, criterion, points, who, words, recorded_at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (student, exercise, criterion, points, who.strip(), said, now),
        )
    return Marked(known[criterion], points, who.strip(), said)


def marked_of(book: Gradebook) -> Mapping[tuple[str, str, str], tuple[float | None, str, str]]:
    """Points, who and words that count, by student, exercise and criterion."""
    rows = book.rows(
        "SELECT student, exercise, criterion, points, who, words FROM hand_points ORDER BY recorded_at, id"
    )
    return {(row[0], row[1], row[2]): (row[3], row[4], row[5]) for row in rows}
