"""The proofs by grading turn red for a changed solution, a mislabelled misconception, a blunt check."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest
import torch

from grader import catalog
from grader.diagnosis import known
from grader.grading.options import GradeOptions
from grader.grading.planning import plan_of
from grader.sandbox.factory import WorkerFactory
from grader.source import read_source
from grader.verification import behaviour

EXERCISE = "exercise3"


@pytest.fixture(scope="module")
def solution() -> Path:
    """The real solution's path."""
    return (catalog.solution_folder() or Path()) / f"{EXERCISE}.py"


@pytest.fixture(scope="module")
def plan() -> Any:
    """Checks of one function, for speed."""
    only = frozenset(catalog.checks_of(EXERCISE, "binary_loss"))
    return dataclasses.replace(plan_of(EXERCISE, 1, GradeOptions(device="simgpu")), only=only)


@pytest.fixture(scope="module")
def minus() -> known.Misconception:
    """A real misconception of that function."""
    return next(entry for entry in known.read(EXERCISE) if entry.replaces == "binary_loss")


def test_a_changed_solution_is_noticed(factory: WorkerFactory, solution: Path, plan: Any, tmp_path: Path) -> None:
    """One line is enough."""
    changed = tmp_path / f"{EXERCISE}.py"
    changed.write_text(solution.read_text("utf-8").replace("1e-12", "1e-6"), "utf-8")

    assert list(behaviour.solution_is_right(factory, EXERCISE, solution, plan)) == []
    assert list(behaviour.solution_is_right(factory, EXERCISE, changed, plan))


def test_a_stub_that_is_started_is_noticed(factory: WorkerFactory, solution: Path, plan: Any) -> None:
    """Here the solution stands in for the stub."""
    assert list(behaviour.stub_is_unstarted(factory, EXERCISE, solution, plan))


def test_a_mislabelled_misconception_is_noticed(
    factory: WorkerFactory, solution: Path, plan: Any, minus: known.Misconception
) -> None:
    """`fails` must be exactly what it trips."""
    source = read_source(EXERCISE, solution)
    wrong = dataclasses.replace(minus, fails=frozenset(sorted(minus.fails)[:1]))
    elsewhere = dataclasses.replace(minus, replaces="accuracy")

    assert list(behaviour.misconception_is_caught(factory, EXERCISE, source, minus, plan)) == []
    assert list(behaviour.misconception_is_caught(factory, EXERCISE, source, wrong, plan))
    assert list(behaviour.misconception_is_caught(factory, EXERCISE, source, elsewhere, plan))


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
