"""The proofs of an exercise's files notice what is wrong with them."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from grader import catalog
from grader.diagnosis import known
from grader.diagnosis.known import Misconception
from grader.grading.checking import collect
from grader.kit.check_run import Check
from grader.verification import content

EXERCISE = "exercise3"


@pytest.fixture(scope="module")
def checks() -> list[Check]:
    """The real checks."""
    return collect(EXERCISE)


@pytest.fixture(scope="module")
def entries() -> list[Misconception]:
    """The real misconceptions."""
    return known.read(EXERCISE)


def sentences(checks: list[Check], entries: list[Misconception]) -> str:
    """What does not hold, as one text."""
    return "\n".join(map(str, content.declarations(EXERCISE, checks, entries)))


def test_the_course_as_it_is_holds(checks: list[Check], entries: list[Misconception]) -> None:
    """Nothing to find."""
    assert sentences(checks, entries) == ""


def test_a_deleted_check_is_noticed(checks: list[Check], entries: list[Misconception]) -> None:
    """The points no longer sum up, and misconceptions list a check that is gone."""
    said = sentences(checks[1:], entries)

    assert "must sum to 100" in said
    assert checks[0].name in said


def test_a_check_that_nothing_trips_is_noticed(checks: list[Check], entries: list[Misconception]) -> None:
    """It is untested."""
    name = checks[0].name
    fewer = [dataclasses.replace(entry, fails=entry.fails - {name}) for entry in entries]

    assert f"{name}: must be tripped" in sentences(checks, fewer)


def test_too_few_misconceptions_are_noticed(checks: list[Check], entries: list[Misconception]) -> None:
    """Two a function, fourteen an exercise."""
    said = sentences(checks, entries[:1])

    assert "must be at least 14" in said
    assert "at least 2 misconceptions" in said


def test_a_misconception_of_an_unknown_function_is_noticed(checks: list[Check], entries: list[Misconception]) -> None:
    """`replaces` names a function of the stub."""
    wrong = [dataclasses.replace(entries[0], replaces="nothing"), *entries[1:]]

    assert "must replace a function of the stub" in sentences(checks, wrong)


def test_a_missing_file_is_noticed(tmp_path: Path) -> None:
    """Four files of one stem."""
    found = list(content.files(EXERCISE, tmp_path / f"{EXERCISE}.py"))

    assert [finding.subject for finding in found] == [f"{tmp_path.name}/{EXERCISE}.py"]


@pytest.mark.parametrize(
    ("old", "new"),
    [("def sigmoid(", "def sygmoid("), ("z: torch.Tensor", "z: float"), ("Returns:", "Gives:")],
)
def test_another_signature_or_text_is_noticed(tmp_path: Path, old: str, new: str) -> None:
    """Stub and solution say the same."""
    solution = (catalog.solution_folder() or Path()) / f"{EXERCISE}.py"
    changed = tmp_path / "changed.py"
    text = solution.read_text("utf-8")
    assert old in text
    changed.write_text(text.replace(old, new, 1), "utf-8")

    assert list(content.same_text(EXERCISE, solution)) == []
    assert list(content.same_text(EXERCISE, changed))
