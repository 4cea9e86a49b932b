"""Callers wait for the function that is wrong; what fails on its own is told on its own."""

from __future__ import annotations

from collections.abc import Mapping

import made_run as made
import pytest
import torch

from grader.diagnosis.known import Misconception
from grader.grading.roots import slow_callee, sure, waiting
from grader.kit.check_run import CheckRun
from grader.kit.stopped import CheckStopped
from grader.outcome import Status
from grader.session.exchange import Failure, Reply

TEXT = """
def low(x):
    return x

def middle(x):
    return _helper(x)

def _helper(x):
    return low(x)

def high(x):
    return middle(x)

def alone(x):
    low = 1
    return low

def left(x): return right(x)
def right(x): return left(x)
def stub(x):
    "Text."
    raise NotImplementedError("Exercise 1: write stub")
"""
OUTLINE = made.outline(TEXT)
WRONG = made.stopped(evidence=made.pair(torch.zeros(1), torch.ones(1)))
RAISED = made.stopped(Status.ERROR, "it raised.")


def end_of(
    function: str, ended: CheckStopped, *others: CheckRun, named: Mapping[str, object] | None = None
) -> CheckRun:
    """How a check of `function` ends beside other runs."""
    runs = [*others, made.run("mine", function, ended)]
    return waiting(runs, named or {}, OUTLINE)[-1]  # type: ignore[arg-type]  # empty or misconceptions


@pytest.mark.parametrize("ended", [WRONG, RAISED, made.stopped(Status.TIMEOUT), made.stopped(Status.OUT_OF_MEMORY)])
@pytest.mark.parametrize("function", ["middle", "high"])
def test_a_caller_of_a_wrong_function_waits_for_it(function: str, ended: CheckStopped) -> None:
    """Through helpers and other functions, with no points and no blame."""
    run = end_of(function, ended, made.run("low", "low", WRONG))

    assert run.status is Status.SKIPPED
    assert (
        run.stopped
        and run.stopped.message
        == f"{function} waits for low, which it calls and which is not right yet: mend low first."
    )
    assert run.stopped.evidence.so_far == ended.message


@pytest.mark.parametrize(
    ("ended", "word"),
    [
        (made.stopped(Status.TIMEOUT), "ran out of time"),
        (made.stopped(Status.NOT_STARTED), "is not written yet"),
        (RAISED, "is not right yet"),
    ],
)
def test_why_the_other_is_no_ground_to_build_on_is_told(ended: CheckStopped, word: str) -> None:
    """In a few words."""
    run = end_of("middle", RAISED, made.run("low", "low", ended))

    assert run.stopped and word in run.stopped.message


def test_of_several_wrong_functions_the_deepest_is_named() -> None:
    """The others wait for it too."""
    run = end_of("high", RAISED, made.run("m", "middle", WRONG), made.run("l", "low", WRONG))

    assert run.stopped and "waits for low" in run.stopped.message


def test_a_known_mistake_of_the_caller_is_told_all_the_same() -> None:
    """Two mistakes at once are two."""
    named: dict[str, tuple[Misconception, ...]] = {"mine": (made.misconception("own", "mine"),)}

    assert end_of("middle", WRONG, made.run("low", "low", WRONG), named=named).status is Status.FAILED


def names(*checks: str) -> dict[str, tuple[Misconception, ...]]:
    """A misconception for each check, of the function that the check is called after."""
    return {check: (made.misconception(f"mistakes_{check}", check),) for check in checks}


@pytest.mark.parametrize(
    ("found", "left"),
    [
        (("low", "middle", "high"), ["low"]),
        (("middle", "high"), ["middle"]),
        (("low", "alone"), ["low", "alone"]),
        (("left", "right"), ["left", "right"]),
    ],
)
def test_the_known_mistake_of_a_function_explains_its_callers(found: tuple[str, ...], left: list[str]) -> None:
    """They look as if they made one of their own."""
    runs = [made.run(check, check, WRONG) for check in found]

    assert list(sure(names(*found), runs, OUTLINE)) == left


def test_a_function_that_is_right_nowhere_explains_its_callers() -> None:
    """Whatever they reply is made of its wrong values, known mistake or not."""
    runs = [made.run("low", "low", WRONG), made.run("middle", "middle", WRONG)]

    assert list(sure(names("middle"), runs, OUTLINE)) == []


def test_a_function_that_is_right_elsewhere_leaves_its_callers_their_own_names() -> None:
    """It fails at an edge only; what the caller does by itself is the caller's mistake."""
    runs = [made.run("low", "low", WRONG), made.run("low_edge", "low"), made.run("middle", "middle", WRONG)]

    assert list(sure(names("middle"), runs, OUTLINE)) == ["middle"]


def test_a_mistake_that_does_not_touch_the_callers_explains_none_of_theirs() -> None:
    """A function written with what is banned gives the right values all the same."""
    runs = [made.run("low", "low", made.stopped()), made.run("middle", "middle", WRONG)]

    assert list(sure(names("low", "middle"), runs, OUTLINE)) == ["low", "middle"]


@pytest.mark.parametrize("function", ["alone", "low", "unknown"])
def test_who_does_not_call_it_does_not_wait(function: str) -> None:
    """A local variable of that name is no call."""
    assert end_of(function, WRONG, made.run("low", "low", WRONG)).status is Status.FAILED


def test_two_that_call_each_other_do_not_wait_for_each_other() -> None:
    """Somebody must begin."""
    assert end_of("left", WRONG, made.run("r", "right", WRONG)).status is Status.FAILED


def test_how_a_function_is_written_does_not_touch_its_callers() -> None:
    """It gives right values, by a forbidden way."""
    assert end_of("middle", WRONG, made.run("low", "low", made.stopped())).status is Status.FAILED


@pytest.mark.parametrize("status", [Status.PASSED, Status.SKIPPED, Status.PARTIAL, Status.GRADER_ERROR])
def test_only_what_is_lost_waits(status: Status) -> None:
    """What passed keeps its points, and a fault of ours stays one."""
    ended = None if status is Status.PASSED else made.stopped(status)
    runs = [made.run("low", "low", WRONG), made.run("mine", "middle", ended)]

    assert waiting(runs, {}, OUTLINE)[-1].status is status


def test_an_unwritten_function_is_not_written_whatever_it_may_call_one_day() -> None:
    """The untouched stub says so in every check."""
    assert end_of("stub", made.stopped(Status.NOT_STARTED), made.run("low", "low", WRONG)).status is Status.NOT_STARTED


def test_a_written_function_that_meets_a_stub_waits() -> None:
    """It is not the one that is not written."""
    run = end_of("middle", made.stopped(Status.NOT_STARTED), made.run("low", "low", made.stopped(Status.NOT_STARTED)))

    assert run.status is Status.SKIPPED


def test_a_file_that_could_not_be_loaded_is_no_matter_of_callers() -> None:
    """Every function fails alike."""
    unloaded = (Reply(Status.ERROR, failure=Failure("NotLoaded")),)
    runs = [made.run(name, name, RAISED, unloaded) for name in ("low", "middle")]

    assert [run.status for run in waiting(runs, {}, OUTLINE)] == [Status.ERROR] * 2


def test_a_caller_of_a_slow_function_is_not_tried() -> None:
    """An endless loop is waited out once."""
    slow = [made.run("low", "low", made.stopped(Status.TIMEOUT))]

    assert "waits for low" in (slow_callee("high", slow, OUTLINE) or "")
    assert slow_callee("alone", slow, OUTLINE) is None
    assert slow_callee("high", [made.run("low", "low", WRONG)], OUTLINE) is None
