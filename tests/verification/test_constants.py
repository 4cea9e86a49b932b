"""A file that does nothing gets nothing, and the proof of it turns red for a check that pays for doing nothing."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from grader.courses import built_in
from grader.grading.options import GradeOptions
from grader.grading.planning import plan_of
from grader.sandbox.factory import WorkerFactory
from grader.verification import constants

COURSE = built_in()
STUB = '''
def first(x, *, y=1):
    """One."""
    raise NotImplementedError


class Net(nn.Module):
    """Two."""

    def __init__(self, a):
        raise NotImplementedError

    def forward(self, x):
        raise NotImplementedError
'''


def test_a_constant_submission_has_every_function_and_method() -> None:
    """Under their names, whatever arguments come."""
    text = constants.constant_submission(STUB, "return given[0] if given else None")
    module: dict[str, Any] = {}
    exec(compile(text, "constant", "exec"), module)

    assert module["first"](7, y=2) == 7
    assert module["Net"](3).forward("x") == "x"


def test_constants_are_worth_nothing(factory: WorkerFactory) -> None:
    """No check pays for a value that has nothing to do with its question; `grade verify` proves it of every exercise."""
    exercise = "exercise2"
    plan = plan_of(COURSE, exercise, 1, GradeOptions(device="simgpu"))
    found = constants.constants_are_worth_nothing(factory, exercise, COURSE.stub_path(exercise), plan)

    assert list(map(str, found)) == []


def test_a_check_that_pays_for_nothing_is_noticed(factory: WorkerFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Alone, without the checks that it comes after, a check for an exception is one."""
    monkeypatch.setattr(constants, "CONSTANTS", {"ValueError": "raise ValueError"})
    plan = dataclasses.replace(
        plan_of(COURSE, "exercise2", 1, GradeOptions(device="simgpu")), only=frozenset({"loss_refuses_two_shapes"})
    )
    found = constants.constants_are_worth_nothing(factory, "exercise2", COURSE.stub_path("exercise2"), plan)

    assert any("loss_refuses_two_shapes" in str(finding) for finding in found)
