"""Blunt checks are noticed: by replies that are 1 % off, and by answers a hundredth of the way to those for other arguments."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from grader.course import Course
from grader.courses import built_in, find_course
from grader.grading.plan import Plan
from grader.sandbox.factory import WorkerFactory
from grader.verification import behaviour
from grader.verification.sensitivity import gate
from grader.verification.sensitivity.varied import CHANGES, changed, moved

ROOT = Path(__file__).resolve().parents[2]
SHARP = "inputs.normal(n), reference=reference_unit)"
LOOP = "    for n in (2, 5):"
# 1 % and 0.01 upwards are within 1 % and 0.01 of what is negative.
BLUNT = '-inputs.uniform(1.0, 2.0, n), reference=reference_unit, tolerance=Tolerance(1e-2, 1e-2, "wide"))'


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A copy of the second course, one of whose two checks of exercise 1 has a wide tolerance."""
    shutil.copytree(ROOT / "tests" / "second_course", tmp_path / "course")
    path = tmp_path / "course" / "checks" / "exercise1.py"
    text = path.read_text("utf-8").replace(SHARP, BLUNT).replace("agree, check", "agree, check, Tolerance")
    path.write_text(text, "utf-8")
    return find_course(str(tmp_path / "course"))


def subjects(proof: Callable[..., Any], factory: WorkerFactory, course: Course) -> list[str]:
    """The checks in which a proof finds fault."""
    found = proof(factory, "exercise1", course.solution_path("exercise1"), Plan(seed=1, course=course))
    return [finding.subject for finding in found]


def test_a_check_that_takes_1_percent_is_noticed(factory: WorkerFactory, course: Course) -> None:
    """And the other one is not."""
    assert subjects(behaviour.checks_are_sharp, factory, course) == ["unit_has_length_one"]


def test_a_check_that_hardly_notices_another_argument_is_noticed(factory: WorkerFactory, course: Course) -> None:
    """And the other one is not; an excuse with a reason holds."""
    assert subjects(gate.answers_follow_arguments, factory, course) == ["unit_has_length_one"]

    path = course.survivors_path("exercise1")
    assert path is not None
    path.parent.mkdir(parents=True, exist_ok=True)
    entry = '[[blunt]]\nchecks = ["unit_has_length_one"]\nargument = "argument 1 of unit"\nreason = "A test."\n'
    path.write_text(entry, "utf-8")

    assert subjects(gate.answers_follow_arguments, factory, course) == []


def test_what_a_check_only_draws_need_not_be_noticed(factory: WorkerFactory, tmp_path: Path) -> None:
    """The other argument of a probe whose reply nobody judges."""
    shutil.copytree(ROOT / "tests" / "second_course", tmp_path / "course")
    path = tmp_path / "course" / "checks" / "exercise1.py"
    drawing = "    asked_to_draw(submission, scaled, inputs.normal(3), 2.0)\n    for n in (2, 5):"
    text = path.read_text("utf-8").replace("agree, check", "agree, asked_to_draw, check").replace(LOOP, drawing)
    path.write_text(
        text.replace("\n@check", "\ndef scaled(m, x, factor):\n    return factor * x\n\n\n@check", 1), "utf-8"
    )

    assert subjects(gate.answers_follow_arguments, factory, find_course(str(tmp_path / "course"))) == []


@pytest.mark.parametrize("exercise", built_in().names())
def test_excused_checks_are_checks(exercise: str) -> None:
    """A list that names others hides nothing, and helps nobody."""
    excused = {name for name, _ in gate.blunt_checks(built_in(), exercise)}

    assert excused <= set(built_in().check_names(exercise))


@pytest.mark.parametrize(
    "value",
    [torch.rand(3, 2), torch.tensor([2, 0, 1]), torch.tensor([True, True, False]), np.arange(3.0), 0.5, 3, [1.5, (2, 4)]],
    ids=lambda value: type(value).__name__,
)  # fmt: skip
def test_another_argument_is_of_the_same_kind(value: Any) -> None:
    """With other numbers, under one of the changes at least; classes stay in their range."""
    others = [changed(value, change) for change in CHANGES]

    assert {type(other) for other in others} == {type(value)}
    assert any(str(other) != str(value) for other in others)
    if isinstance(value, torch.Tensor) and value.dtype is torch.int64:
        assert all(0 <= int(other.min()) and int(other.max()) <= 2 for other in others)


def test_a_reply_moves_by_a_hundredth() -> None:
    """Real numbers do; whole ones and what is built otherwise are the other reply's."""
    start, other = {"a": [1.0, torch.zeros(2)], "b": (1, "x")}, {"a": [2.0, torch.ones(2)], "b": (3, "y")}
    got = moved(start, other)

    assert got["a"][0] == pytest.approx(1.01)
    assert torch.allclose(got["a"][1], torch.full((2,), 0.01))
    assert got["b"] == (3, "y")
    assert moved(torch.zeros(2), torch.ones(3)).shape == (3,)
