"""Checks that cannot notice a change are left out, and no other ones."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from grader.courses import built_in
from grader.diagnosis import known
from grader.grading.grade import grade
from grader.grading.options import GradeOptions
from grader.grading.planning import plan_of
from grader.outcome import Status
from grader.sandbox.factory import WorkerFactory
from grader.source import SourceFile
from grader.verification import behaviour
from grader.verification.proving import share
from grader.verification.reach import Reach

SOLUTION = """
import torch
from torch import nn

TABLE = {"double": 2}

def low(x):
    return x + 1

def high(x):
    return low(x) * TABLE["double"]

def apart(x):
    low = x
    return low - 1

CALLERS = [high]

def chosen(x):
    return CALLERS[0](x)

if __name__ == "__main__":
    x = low(1)
    print(apart(x))
"""
ASKED = {name: frozenset({name, "x"}) for name in ("low", "high", "apart", "chosen")}
EVERYTHING = None


def reached(added: str) -> set[str] | None:
    """The checks, one a function, that can notice the text after the solution."""
    reach = Reach(SourceFile("exercise", SOLUTION.encode()), dict(ASKED))
    checks = reach.checks(SourceFile("exercise", f"{SOLUTION}\n\n{added}".encode()))
    return None if checks is None else set(checks)


@pytest.mark.parametrize(
    ("added", "checks"),
    [
        ("def apart(x):\n    return x\n", {"apart"}),
        ("def low(x):\n    return x\n", {"low", "high", "chosen"}),
        ("def high(x):\n    return x\n", {"high", "chosen"}),
        ("import torch.nn as nn\nimport torch\n\ndef apart(x):\n    return nn.ReLU()(x)\n", {"apart"}),
        ("TABLE = {}\n", {"high", "chosen"}),
        ("def apart(x):\n    TABLE.clear()\n    return x\n", {"apart", "high", "chosen"}),
        ("def apart(x):\n    return x.add_(1)\n\ndef helper():\n    pass\n", {"apart"}),
    ],
)
def test_a_change_reaches_what_it_changes_and_its_callers(added: str, checks: set[str]) -> None:
    """Through other functions, tables and variables; a local variable of the same name is no call."""
    assert reached(added) == checks


@pytest.mark.parametrize(
    "added",
    [
        "torch.set_default_dtype(torch.float64)\n",
        "def apart(x):\n    torch.set_grad_enabled(False)\n    return x\n",
        "def apart(x):\n    torch.relu = abs\n    return x\n",
        "def apart(x):\n    global TABLE\n    TABLE = 1\n    return x\n",
        "def apart(x):\n    setattr(torch, 'relu', abs)\n    return x\n",
        "for name in ():\n    pass\n",
        "def apart(x:\n",
    ],
)
def test_what_may_reach_anything_leaves_no_check_out(added: str) -> None:
    """Settings of torch outlive the call; statements of the file run before everything."""
    assert reached(added) is EVERYTHING


def test_before_anything_was_asked_no_check_is_left_out() -> None:
    """Nor for a file that does not begin with the solution."""
    source = SourceFile("exercise", SOLUTION.encode())

    assert Reach(source).checks(SourceFile("exercise", f"{SOLUTION}\nlow = 1\n".encode())) is EVERYTHING
    assert Reach(source, dict(ASKED)).checks(SourceFile("exercise", b"low = 1\n")) is EVERYTHING


def test_a_check_that_did_not_pass_is_never_left_out() -> None:
    """What it would have asked next is not known."""
    reach = Reach(SourceFile("exercise", SOLUTION.encode()), {"low": frozenset({"low"})})
    stopped = SimpleNamespace(name="apart", status=Status.TIMEOUT, transcript=None)
    reach.listen(stopped)  # type: ignore[arg-type]

    assert reach.checks(SourceFile("exercise", f"{SOLUTION}\ndef high(x):\n    pass\n".encode())) == {"apart"}


@pytest.mark.parametrize("exercise", ["exercise2", "exercise6"])
def test_every_check_that_a_misconception_trips_can_notice_it(factory: WorkerFactory, exercise: str) -> None:
    """Its list of them holds those too that call the function."""
    course = built_in()
    plan = plan_of(course, exercise, 1, GradeOptions(device="simgpu"))
    reach = behaviour.reach_of(factory, exercise, course.solution_path(exercise), plan)
    for entry in known.read(course, exercise):
        checks = reach.checks(known.planted(course, exercise, reach.solution, entry))
        assert checks is None or entry.fails <= checks, entry.name


def test_a_narrowed_grade_says_of_its_checks_what_the_whole_one_does(factory: WorkerFactory) -> None:
    """The checks that are left out pass."""
    course, exercise = built_in(), "exercise3"
    plan: Any = plan_of(course, exercise, 1, GradeOptions(device="simgpu"))
    reach = behaviour.reach_of(factory, exercise, course.solution_path(exercise), plan)
    entry = next(entry for entry in known.read(course, exercise) if entry.replaces == "binary_loss")
    source = known.planted(course, exercise, reach.solution, entry)
    narrowed = reach.narrowed(plan, source)
    whole, part = (grade(factory, exercise, source, chosen).checks for chosen in (plan, narrowed))

    assert 0 < len(part) < len(whole)
    kept = {check.name: (check.status, check.message, check.misconceptions) for check in part}
    others = [check for check in whole if check.name not in kept]
    assert {
        check.name: (check.status, check.message, check.misconceptions) for check in whole if check.name in kept
    } == kept
    assert all(check.points == check.max_points for check in others)


def test_parts_share_all_functions_and_none_twice() -> None:
    """The misconceptions of a function are compared with each other: they stay together."""
    functions = ["f"] * 5 + ["g"] * 4 + ["h"] * 3 + ["f", "k"]
    parts = [share(functions, part, 3) for part in range(3)]

    assert sorted(name for part in parts for name in part) == ["f", "g", "h", "k"]
    assert share(functions, 0, 1) == {"f", "g", "h", "k"}
