"""Grades made by hand, and how a test types a command."""

from __future__ import annotations

import dataclasses
import subprocess
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from grader.outcome import CheckOutcome, Grade, Status

Type = Callable[..., subprocess.CompletedProcess[str]]


def outcome_of(function: str, status: Status = Status.PASSED, **changes: Any) -> CheckOutcome:
    """A check that ended."""
    points = 10.0 if status is Status.PASSED else 0.0
    made = CheckOutcome(
        f"{function}_is_right", function, f"{function} is right.", status, points, 10.0, f"{function} went wrong.",
        proven_on=("cpu", "simgpu"),
    )  # fmt: skip
    return dataclasses.replace(made, **changes)


def grade_of(statuses: Mapping[str, Status | Sequence[CheckOutcome]], **changes: Any) -> Grade:
    """A grade of exercise3 from how its functions ended."""
    checks: list[CheckOutcome] = []
    for function, ended in statuses.items():
        checks += [outcome_of(function, ended)] if isinstance(ended, Status) else ended
    return Grade("exercise3", 4010877150, tuple(checks), **{"source_sha256": "0" * 64, **changes})
