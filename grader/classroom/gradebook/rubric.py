"""A rubric: points that people give beside the automatic ones, such as for style or a written answer.

Criteria add to what an exercise is worth; lateness takes nothing off them, and a score by hand replaces all of it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import UTC, datetime

import yaml

from grader.classroom.errors import OverrideProblem
from grader.classroom.gradebook.gradebook import Gradebook
from grader.classroom.gradebook.submissions import is_enrolled
from grader.classroom.names import shown
from grader.text import without_controls

_MAX_CHARACTERS = 4000
_EXAMPLE = "exercise3:\n  style: {title: Names say what they mean, points: 10}"


@dataclass(frozen=True)
class Criterion:
    """One line of the rubric.

    Attributes:
        name: a word for the command line.
        title: what a person reads.
        points: at most so many.
    """

    exercise: str
    name: str
    title: str
    points: float


@dataclass(frozen=True)
class Marked:
    """A criterion and what one student has in it; points is None where nobody has given any."""

    criterion: Criterion
    points: float | None = None
    who: str = ""
    words: str = ""


def read_rubric(text: str, exercises: Sequence[str]) -> tuple[Criterion, ...]:
    """The criteria of a YAML text: {exercise: {name: {title, points}}}.

    Raises:
        OverrideProblem: it says something else; what and where is in the sentence.
    """
    try:
        found = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise OverrideProblem(
            f"The rubric is no YAML: {' '.join(str(error).split())}. It looks like:\n{_EXAMPLE}"
        ) from error
    criteria: list[Criterion] = []
    for exercise, entries in _mapping(found, "the rubric").items():
        if exercise not in exercises:
            raise OverrideProblem(f"The rubric names {shown(str(exercise))}; there are {', '.join(exercises)}.")
        for name, about in _mapping(entries, str(exercise)).items():
            criteria.append(_criterion(str(exercise), str(name), _mapping(about, f"{exercise} {name}")))
    return tuple(criteria)


def _criterion(exercise: str, name: str, about: Mapping[object, object]) -> Criterion:
    """One criterion; raises OverrideProblem."""
    points = about.get("points")
    if isinstance(points, bool) or not isinstance(points, int | float) or not 0 < points < math.inf:
        raise OverrideProblem(f"points of {exercise} {shown(name)} must be a number above 0; got {shown(str(points))}.")
    return Criterion(exercise, shown(name, 60), shown(str(about.get("title") or name)), float(points))


def _mapping(found: object, where: str) -> Mapping[object, object]:
    if not isinstance(found, dict):
        raise OverrideProblem(f"{shown(where)} must hold names with entries below them, such as:\n{_EXAMPLE}")
    return found


def set_rubric(book: Gradebook, criteria: Sequence[Criterion]) -> None:
    """Keep these criteria in place of the ones that stood; points given to one that is gone count no more."""
    rows = [(*astuple(criterion), place) for place, criterion in enumerate(criteria)]
    with book.transaction() as connection:
        connection.execute("DELETE FROM criterion")
        connection.executemany("INSERT INTO criterion VALUES (?, ?, ?, ?, ?)", rows)


def rubric_of(book: Gradebook) -> tuple[Criterion, ...]:
    """The criteria in their order."""
    return tuple(
        Criterion(*row) for row in book.rows("SELECT exercise, name, title, points FROM criterion ORDER BY place, name")
    )


def give_points(
    book: Gradebook, student: str, exercise: str, criterion: str, points: float | None, *, who: str, words: str = ""
) -> Marked:
    """Give points in one criterion, or take them back with None; the record keeps all.

    Raises:
        OverrideProblem: an unknown student or criterion, more points than it has, or nobody who gives them.
    """
    known = {one.name: one for one in rubric_of(book) if one.exercise == exercise}
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
