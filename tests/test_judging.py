"""The verbs of judging, put to values and to replies as they cross the pipe: no worker, no torch module of a learner's."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import made_run as made
import pytest
import torch

from grader.kit import close, graded, raises
from grader.kit.stopped import CheckStopped
from grader.outcome import Status


def stopped(judge: Any, *args: Any, **kwargs: Any) -> CheckStopped:
    """How the judgement ended the check."""
    with pytest.raises(CheckStopped) as caught:
        judge(*args, **kwargs)
    return caught.value


def answering(reply: Any) -> Any:
    """A submission whose every call ends so."""
    return SimpleNamespace(call=lambda function, args, kwargs=None: reply)


@pytest.mark.parametrize("value", [0.9, 0.95, 1.0])
def test_full_points_come_from_the_upper_threshold_on(value: float) -> None:
    """The threshold itself included."""
    graded(value, full=0.9, part=0.5, what="accuracy")


@pytest.mark.parametrize(("value", "share"), [(0.5, 0.5), (0.7, 0.75), (0.6, 0.625)])
def test_between_the_thresholds_points_grow_from_half_to_all(value: float, share: float) -> None:
    """Evenly."""
    end = stopped(graded, value, full=0.9, part=0.5, what="accuracy")

    assert end.status is Status.PARTIAL
    assert end.share == pytest.approx(share)


@pytest.mark.parametrize("value", [0.4999, 0.0, float("nan")])
def test_below_the_lower_threshold_there_are_no_points(value: float) -> None:
    """What is no number is below it, too."""
    assert stopped(graded, value, full=0.9, part=0.5, what="accuracy").status is Status.FAILED


def test_close_lets_equal_values_pass_and_stops_at_others() -> None:
    """In a tolerance; the sentence names what it is about."""
    close(torch.ones(2), torch.ones(2) + 1e-7, what="the step")

    assert "The step must be 0" in str(stopped(close, torch.ones(2), torch.zeros(2), what="the step"))


@pytest.mark.parametrize("got", [torch.ones(2, dtype=torch.float64), torch.ones(2, 1), [1.0, 1.0], None])
def test_close_minds_dtype_shape_and_container(got: Any) -> None:
    """Equal numbers in another vessel are another value."""
    assert stopped(close, got, torch.ones(2), what="the step").status is Status.FAILED


def test_raises_wants_an_exception() -> None:
    """A value in its place fails."""
    assert "must raise ValueError" in str(stopped(raises, answering(made.PASSED), "f", 1, error="ValueError"))


def test_raises_takes_the_kind_and_the_words() -> None:
    """Another kind fails, and so does a text without the word."""
    submission = answering(made.raised("ValueError", "n is odd"))

    raises(submission, "f", 1, error="ValueError", mentions=("odd",))
    assert "must mention even" in str(stopped(raises, submission, "f", 1, error="ValueError", mentions=("even",)))
    assert "must raise KeyError" in str(stopped(raises, submission, "f", 1, error="KeyError"))
