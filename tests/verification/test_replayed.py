"""A table of the solution's replies is worth next to nothing under another seed, and the proof of it turns red."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from grader.courses import built_in
from grader.grading.options import GradeOptions
from grader.grading.planning import plan_of
from grader.sandbox.factory import WorkerFactory
from grader.verification import replayed

COURSE = built_in()
EXERCISE = "exercise3"


@pytest.fixture(scope="module")
def plan() -> Any:
    """Checks of some functions, for speed: one pays for a fixed answer."""
    only = frozenset(
        [*COURSE.checks_of(EXERCISE, "binary_loss"), *COURSE.checks_of(EXERCISE, "classify"), "fit_uses_sgd"]
    )
    return dataclasses.replace(plan_of(COURSE, EXERCISE, 1, GradeOptions(device="simgpu")), only=only)


def test_a_table_earns_next_to_nothing(factory: WorkerFactory, plan: Any) -> None:
    """Of these checks, the one that asks for a name."""
    earned = replayed.earned_by_a_table(factory, EXERCISE, COURSE.solution_path(EXERCISE), plan)

    assert [check.name for check in earned.checks if check.points] == ["fit_uses_sgd"]


def test_a_check_that_pays_for_a_table_is_noticed(
    factory: WorkerFactory, plan: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By name, with what it pays; an excused one is not."""
    monkeypatch.setattr(replayed, "EARNED_AT_MOST", 1.0)
    path = COURSE.solution_path(EXERCISE)
    (finding,) = replayed.table_earns_little(factory, EXERCISE, path, plan)
    monkeypatch.setattr(replayed, "constant_checks", lambda course, exercise: frozenset({"fit_uses_sgd"}))

    assert "it earned 2: fit_uses_sgd 2." in str(finding)
    assert not list(replayed.table_earns_little(factory, EXERCISE, path, plan))


@pytest.mark.parametrize("exercise", COURSE.names())
def test_excused_checks_are_checks(exercise: str) -> None:
    """A list that names others hides nothing, and helps nobody."""
    assert replayed.constant_checks(COURSE, exercise) <= set(COURSE.check_names(exercise))
