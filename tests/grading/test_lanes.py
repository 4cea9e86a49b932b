"""Functions judged side by side get what they get one after the other."""

from __future__ import annotations

import types
from collections.abc import Callable
from typing import Any

import pytest
import torch

from grader.grading.side_by_side.lanes import Lanes
from grader.grading.side_by_side.turns import Turn
from grader.kit.check_run import Check
from grader.kit.specs import CheckSpec
from grader.sandbox.contract.limits import Limits


class _NoWorkers:
    """Sessions that nobody asks anything."""

    def session_for(self, accelerator: str) -> Any:
        return types.SimpleNamespace(prepare=lambda limits: None)

    def kill(self) -> None:
        """There is nothing to kill."""


def check_of(function: str, name: str = "") -> Check:
    return Check(name or f"{function}_works", CheckSpec(function, 1, (), Limits(), False), lambda: None, "It works.")


def carried_out(checks: list[Check], needed: dict[str, frozenset[str]], carry_out: Callable[..., Any]) -> list[Any]:
    """What became of the checks in two lanes."""
    with Lanes([_NoWorkers(), _NoWorkers()], Limits()) as lanes:  # type: ignore[list-item]  # as much as is needed here
        lanes.begin(checks, needed, frozenset(), (), carry_out)
        return [lanes.result(check) for check in checks]


def without_times(grade: Any) -> dict[str, Any]:
    report = grade.to_json()
    return {**report, "usage": None, "checks": [{**check, "seconds": None} for check in report["checks"]]}


def test_two_lanes_give_the_grade_of_one(grade_text: Callable[..., Any], solution: Callable[[str], str]) -> None:
    """Bit by bit, in a file with a mistake and a function that is not written."""
    text = solution("exercise3").replace("torch.tanh(z / 2)", "torch.tanh(z)") + (
        "\n\ndef accuracy(predicted, y):\n    raise NotImplementedError\n"
    )
    alone, beside = (grade_text("exercise3", text, lanes=lanes) for lanes in (1, 2))

    assert 0 < alone.score < 100
    assert without_times(beside) == without_times(alone)


def test_a_function_runs_after_those_that_it_needs() -> None:
    """Whoever is free takes only what may run."""
    checks = [check_of(name) for name in ("top", "middle", "other", "bottom")]
    needed = {
        "top": frozenset({"middle"}),
        "middle": frozenset({"bottom"}),
        "other": frozenset[str](),
        "bottom": frozenset[str](),
    }
    ended: list[str] = []

    carried_out(checks, needed, lambda check, session_for: ended.append(check.spec.function))

    assert ended.index("bottom") < ended.index("middle") < ended.index("top")
    assert len(ended) == 4


def test_functions_that_need_each_other_run_all_the_same() -> None:
    """A circle holds nothing up."""
    checks = [check_of("a"), check_of("b")]

    names = carried_out(
        checks, {"a": frozenset("b"), "b": frozenset("a")}, lambda check, session_for: check.spec.function
    )

    assert names == ["a", "b"]


def test_what_breaks_a_lane_reaches_whoever_waits() -> None:
    """Nobody waits forever."""

    def broken(check: Check, session_for: Any) -> Any:
        raise BrokenPipeError("nobody listens")

    with pytest.raises(BrokenPipeError):
        carried_out([check_of("a")], {"a": frozenset()}, broken)


def test_a_lane_finds_its_random_numbers_as_it_left_them() -> None:
    """Though another lane has drawn some meanwhile."""
    turn, before = Turn(), torch.get_rng_state()
    try:
        with turn.taken(0):
            torch.manual_seed(5)
            expected = torch.rand(2)
            torch.manual_seed(5)
            first = torch.rand(1)
            with turn.given_away(0), turn.taken(1):
                torch.manual_seed(9)
                torch.rand(3)
            second = torch.rand(1)
    finally:
        torch.set_rng_state(before)

    assert torch.cat([first, second]).equal(expected)
