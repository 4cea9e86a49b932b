"""Other people's right answers score 100; real-life wrong ones do not, and are named.

A file in `accepted/EXERCISE/` is a whole submission. A file in `rejected/EXERCISE/` holds only the wrong functions; it
is put after the solution's text, and its docstring says which misconceptions must be reported (or "none"), and which texts
must and must not be said.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.outcome import Status
from grader.source import SourceFile
from grader.verification.author_files import example
from grader.verification.wrong_answers.telling import Told, told, unsaid

HERE = Path(__file__).parent
# What no learner can read: our own kinds, unnamed parts, a traceback, a number without end.
UNREADABLE = re.compile(r"Part \[|Opaque|TensorMeta|DeviceName|Traceback|CheckStopped|\b[ao] int\d|\b[1-9]\d*\.\d{7}")


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
def test_a_wrong_answer_loses_points_and_is_told_its_mistake(
    path: Path, grade_text: Callable[..., Any], reach: Callable[[str], Any]
) -> None:
    """What the docstring names and says, no other name, and nothing that a person cannot read."""
    exercise, header = path.parent.name, example(path)
    assert header, f"{path} must begin with a docstring such as 'wrong: FUNCTION; misconception: NAME'"
    # Checks that ask for nothing wrong, and slow ones of functions that are right, are left out: they say nothing new.
    source = SourceFile(exercise, reach(exercise).solution.data + b"\n\n" + path.read_bytes(), str(path))
    changes = {"slow_for": frozenset(header.functions), "only": reach(exercise).checks(source) or None}
    grade = grade_text(exercise, source.data, **changes)

    named = {name for check in grade.checks for name in check.misconceptions}
    unreadable = [text for check in grade.checks for text in UNREADABLE.findall(f"{check.message} {check.advice}")]
    assert grade.score < grade.max_score
    assert named == header.misconceptions
    assert not unsaid(grade, header)
    assert told(grade, header) is not Told.MISLEADING
    assert not unreadable
