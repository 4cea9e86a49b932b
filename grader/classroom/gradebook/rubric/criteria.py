"""What people give points for, beside the automatic ones.

Criteria add to what an exercise is worth; lateness takes nothing off them, and a score by hand replaces all of it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass

import yaml

from grader.classroom.errors import OverrideProblem
from grader.classroom.gradebook.gradebook import Gradebook
from grader.classroom.names import shown

_EXAMPLE = "NAME-OF-EXERCISE:\n  style: {title: Names say what they mean, points: 10}"


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


def read_rubric(text: str, exercises: Sequence[str]) -> tuple[Criterion, ...]:
    """The criteria of a YAML text: {exercise: {name: {title, points}}}.

    Raises:
        OverrideProblem: it says something else; what and where is in the sentence.
    """
    try:
        rubric = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise OverrideProblem(
            f"The rubric is no YAML: {' '.join(str(error).split())}. It looks like:\n{_EXAMPLE}"
        ) from error
    criteria: list[Criterion] = []
    for exercise, entries in _mapping(rubric, "the rubric").items():
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


def _mapping(value: object, where: str) -> Mapping[object, object]:
    if not isinstance(value, dict):
        raise OverrideProblem(f"{shown(where)} must hold names with entries below them, such as:\n{_EXAMPLE}")
    return value


def set_rubric(book: Gradebook, criteria: Sequence[Criterion]) -> None:
    """Keep these criteria in place of the ones that stood; points given to one that is gone count no more."""
    rows = [(*astuple(criterion), index) for index, criterion in enumerate(criteria)]
    with book.transaction() as connection:
        connection.execute("DELETE FROM criterion")
        connection.executemany("INSERT INTO criterion VALUES (?, ?, ?, ?, ?)", rows)


def rubric_of(book: Gradebook) -> tuple[Criterion, ...]:
    """The criteria in their order."""
    return tuple(
        Criterion(*row) for row in book.rows("SELECT exercise, name, title, points FROM criterion ORDER BY place, name")
    )
