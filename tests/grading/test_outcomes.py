"""A run becomes points, words and details; what breaks on the way costs just that and is told as ours."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import made_run as made
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.grading import outcomes
from grader.grading.outcomes import DETAILS_LIMIT, MESSAGE_LIMIT, Explaining, broken
from grader.kit.check_run import CheckRun
from grader.outcome import CheckOutcome, Grade, Status
from grader.session.exchange import Reply
from grader.session.outline import Outline
from grader.source import SourceFile

SOURCE = SourceFile("made", b"", "made.py")


def outcome(run: CheckRun, explaining: Explaining | None = None) -> CheckOutcome:
    """The run's outcome."""
    return (explaining or Explaining()).outcome(run, [], SOURCE, Outline(), 7)


@pytest.mark.parametrize(
    ("status", "share", "points"),
    [
        (Status.PARTIAL, 0.625, 2.5),
        (Status.FAILED, 0.0, 0.0),
        (Status.ERROR, 0.0, 0.0),
        (Status.SKIPPED, 0.0, 0.0),
        (Status.GRADER_ERROR, 0.0, 0.0),
    ],
)
def test_points_are_the_share_that_the_check_gives(status: Status, share: float, points: float) -> None:
    """Of four."""
    made_of = outcome(made.run(ended=made.stopped(status, share=share), points=4))

    assert (made_of.status, made_of.points, made_of.max_points) == (status, points, 4.0)


def test_a_check_that_passed_has_all_points() -> None:
    """And says so."""
    passed = outcome(made.run(points=4))

    assert (passed.points, passed.message, passed.advice, passed.details) == (4.0, "Passed.", None, None)


def test_messages_and_details_are_cut() -> None:
    """A worker's text may be megabytes."""
    long = made.run(
        ended=made.stopped(message="x" * 1_000_000, advice="y" * 1_000_000, evidence=made.pair(1, 2, call="z" * 99_999))
    )
    cut = outcome(long)

    assert len(cut.message) == MESSAGE_LIMIT == len(cut.advice or "")
    assert len(cut.details or "") == DETAILS_LIMIT


def test_the_simulated_accelerator_is_explained_once() -> None:
    """No learner has heard of it before."""
    message = outcome(
        made.run(ended=made.stopped(message="f must stay on simgpu:0; got one on cpu, not on simgpu:0."))
    ).message

    assert message == "f must stay on simgpu:0 (the simulated accelerator); got one on cpu, not on simgpu:0."


def test_a_worker_that_was_killed_from_outside_is_told() -> None:
    """The call was made again."""
    assert "killed from outside" in outcome(made.run(replies=(made.reply(1.0, interrupted=True),))).message


@pytest.mark.parametrize("what", ["advice", "details"])
def test_what_breaks_while_explaining_costs_just_that(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The points and the message stand; one sentence says that it is our fault."""

    def breaks(*given: Any) -> str:
        raise OverflowError("out of bounds for int8")

    monkeypatch.setattr(outcomes, what, breaks)
    explaining = Explaining()
    told = outcome(made.run(ended=made.stopped(advice="Own.")), explaining)

    assert (told.status, told.message) == (Status.FAILED, "f must be 1; got 2.")
    assert getattr(told, what) is None
    assert len(explaining.faults) == 1 and "a fault of the grader; the points stand" in explaining.faults[0]


def test_one_fault_is_told_once() -> None:
    """Not for every check."""
    explaining = Explaining()
    for _ in range(3):
        explaining.try_to_make("The advice", lambda: [][0], None)

    assert len(explaining.faults) == 1


def test_what_does_not_break_is_what_was_made() -> None:
    """And no fault is told."""
    explaining = Explaining()

    assert explaining.try_to_make("The advice", lambda: 7, 0) == 7
    assert explaining.faults == []


def test_a_fault_of_explaining_leaves_the_grade_a_grade() -> None:
    """It travels with it."""
    grade = Grade("made", 7, (outcome(made.run()),), faults=("The advice could not be made.",))

    assert not grade.at_fault
    assert Grade.from_json(grade.to_json()) == grade


def test_checks_that_could_not_run_are_our_fault() -> None:
    """With what pytest said."""
    assert broken("made", ["no module"]).details == "no module"
    assert broken("made", []).status is Status.GRADER_ERROR


VALUES: st.SearchStrategy[Any] = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=3), st.sampled_from([torch.zeros(2, 1), [0.5], {}]),
)  # fmt: skip
ENDINGS: st.SearchStrategy[Callable[[Any, Any], Any]] = st.sampled_from(
    [lambda one, other: made.pair(one, other), lambda one, other: made.pair(one, other, inputs=(other,), gradient_of=0)]
)


@settings(deadline=None, max_examples=200)
@given(VALUES, VALUES, ENDINGS, st.sampled_from([Status.FAILED, Status.ERROR, Status.SKIPPED, Status.PARTIAL]))
def test_no_pair_of_values_breaks_an_outcome(
    expected: Any, got: Any, ending: Callable[[Any, Any], Any], status: Status
) -> None:
    """Advice and details of any evidence."""
    explaining = Explaining()
    run = made.run(ended=made.stopped(status, evidence=ending(expected, got)), replies=(Reply(Status.PASSED, got),))
    outcome(run, explaining)

    assert explaining.faults == []
