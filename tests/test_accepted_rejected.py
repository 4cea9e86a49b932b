"""Other people's right answers score 100; real-life wrong ones do not, and are named.

A file in `accepted/EXERCISE/` is a whole submission. A file in `rejected/EXERCISE/` holds only the wrong functions; it
is put after the solution's text, and its first line says which misconception must be reported (or "none").
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.outcome import Status

HERE = Path(__file__).parent
HEADER = re.compile(r'"""wrong: (?P<function>\w+); misconception: (?P<name>\w+)"""')


def files(kind: str) -> list[Any]:
    """Every file of a kind, named EXERCISE-FILE."""
    found = sorted((HERE / kind).glob("exercise*/*.py"))
    return [pytest.param(path, id=f"{path.parent.name}-{path.stem}") for path in found]


@pytest.mark.parametrize("path", files("accepted"))
def test_a_right_answer_written_differently_gets_every_point(path: Path, grade_text: Callable[..., Any]) -> None:
    """Nothing is demanded beyond the contract."""
    grade = grade_text(path.parent.name, path.read_text("utf-8"))

    problems = [(check.name, check.message) for check in grade.checks if check.status is not Status.PASSED]
    assert not problems
    assert grade.score == 100


@pytest.mark.parametrize("path", files("rejected"))
def test_a_wrong_answer_loses_points_and_is_named(
    path: Path, grade_text: Callable[..., Any], solution: Callable[[str], str]
) -> None:
    """The misconception of the first line is reported, and no other."""
    exercise, text = path.parent.name, path.read_text("utf-8")
    header = HEADER.match(text)
    assert header, f"{path} must begin with a line like {HEADER.pattern}"
    # Slow checks of functions that are right are left out: they take seconds and say nothing new.
    changes = {"slow_for": frozenset({header["function"]})}
    grade = grade_text(exercise, f"{solution(exercise)}\n\n{text}", **changes)

    named = {name for check in grade.checks for name in check.misconceptions}
    assert grade.score < grade.max_score
    assert named == ({header["name"]} - {"none"})
