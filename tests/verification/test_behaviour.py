"""The proofs by grading turn red for a changed solution, a mislabelled misconception, a blunt check."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest
import torch

from grader.courses import built_in
from grader.diagnosis import known
from grader.grading.options import GradeOptions
from grader.grading.planning import plan_of
from grader.sandbox.factory import WorkerFactory
from grader.source import read_source
from grader.verification import behaviour
from grader.verification.reach import Reach

EXERCISE = "exercise3"
COURSE = built_in()


@pytest.fixture(scope="module")
def solution() -> Path:
    """The real solution's path."""
    return COURSE.solution_path(EXERCISE)


@pytest.fixture(scope="module")
def plan() -> Any:
    """Checks of one function, for speed."""
    only = frozenset(COURSE.checks_of(EXERCISE, "binary_loss"))
    return dataclasses.replace(plan_of(COURSE, EXERCISE, 1, GradeOptions(device="simgpu")), only=only)


@pytest.fixture(scope="module")
def minus() -> known.Misconception:
    """A real misconception of that function."""
    return next(entry for entry in known.read(COURSE, EXERCISE) if entry.replaces == "binary_loss")


def test_a_changed_solution_is_noticed(factory: WorkerFactory, solution: Path, plan: Any, tmp_path: Path) -> None:
    """One line is enough, and it is one finding."""
    changed = tmp_path / f"{EXERCISE}.py"
    changed.write_text(solution.read_text("utf-8").replace("1e-12", "1e-6"), "utf-8")

    assert list(behaviour.solution_is_right(factory, EXERCISE, solution, plan)) == []
    (finding,) = behaviour.solution_is_right(factory, EXERCISE, changed, plan)
    assert "must pass every check" in str(finding)


def test_a_stub_that_is_started_is_noticed(factory: WorkerFactory, solution: Path, plan: Any) -> None:
    """Here the solution stands in for the stub."""
    assert list(behaviour.stub_is_unstarted(factory, EXERCISE, solution, plan))


def test_a_mislabelled_misconception_is_noticed(
    factory: WorkerFactory, solution: Path, plan: Any, minus: known.Misconception
) -> None:
    """`fails` must be exactly what it trips."""
    reach = Reach(read_source(EXERCISE, solution))
    wrong = dataclasses.replace(minus, fails=frozenset(sorted(minus.fails)[:1]))
    elsewhere = dataclasses.replace(minus, replaces="accuracy")

    assert list(behaviour.misconception_is_caught(factory, EXERCISE, reach, minus, plan)) == []
    assert list(behaviour.misconception_is_caught(factory, EXERCISE, reach, wrong, plan))
    assert list(behaviour.misconception_is_caught(factory, EXERCISE, reach, elsewhere, plan))


def test_a_mistake_need_not_be_told_from_others_by_some_of_the_checks(
    factory: WorkerFactory, solution: Path, plan: Any
) -> None:
    """`grade verify --check` proves that check; these two mistakes differ in another one."""
    reach = Reach(read_source(EXERCISE, solution))
    entry = next(entry for entry in known.read(COURSE, EXERCISE) if entry.name == "drops_the_clamp")
    one_check = dataclasses.replace(plan, only=frozenset({"loss_clamps_both_logs"}))

    assert list(behaviour.misconception_is_caught(factory, EXERCISE, reach, entry, one_check)) == []


def test_the_real_checks_are_sharp(factory: WorkerFactory, solution: Path, plan: Any) -> None:
    """1 % is noticed."""
    assert list(behaviour.checks_are_sharp(factory, EXERCISE, solution, plan)) == []


def test_perturbed_changes_every_floating_number() -> None:
    """And nothing else."""
    value = {"a": [1.0, torch.ones(2)], "b": (torch.ones(1, dtype=torch.int64), "text", None, True)}
    got = behaviour.perturbed(value)

    assert got["a"][0] != 1.0
    assert not torch.equal(got["a"][1], torch.ones(2))
    assert got["b"][1:] == ("text", None, True)
    assert torch.equal(got["b"][0], value["b"][0])


def test_a_check_that_nothing_trips_is_noticed(minus: known.Misconception) -> None:
    """Also where `fails` is computed, so that the text alone does not say it."""
    found = list(behaviour.every_check_is_tripped(EXERCISE, [*minus.fails, "nothing_trips_me"], [minus]))

    assert [finding.subject for finding in found] == ["nothing_trips_me"]


def test_a_right_example_that_is_wrong_is_noticed(factory: WorkerFactory, plan: Any, tmp_path: Path) -> None:
    """What lies in `accepted` gets every point."""
    (tmp_path / "wrong.py").write_text("def binary_loss(y_pred, y):\n    return y_pred.mean()\n")

    assert list(behaviour.right_answer_is_accepted(factory, EXERCISE, tmp_path / "wrong.py", plan))


@pytest.mark.parametrize("name", ["no_such_belief", "none"])
def test_a_wrong_example_that_is_not_named_so_is_noticed(
    factory: WorkerFactory, solution: Path, plan: Any, tmp_path: Path, name: str
) -> None:
    """What lies in `rejected` is diagnosed as its first line says."""
    loss = "def binary_loss(y_pred, y):\n    return y_pred.mean() * 3 + 7\n"
    (tmp_path / "wrong.py").write_text(f'"""wrong: binary_loss; misconception: {name}"""\n\n{loss}')
    reach = Reach(read_source(EXERCISE, solution))
    found = list(behaviour.wrong_answer_is_named(factory, EXERCISE, reach, tmp_path / "wrong.py", plan))

    assert bool(found) == (name != "none")
