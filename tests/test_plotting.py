"""Curves for the report: numbers are kept, anything else a submission sends is left out."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.kit.plotting import MOST_POINTS, plot
from grader.kit.submission import Submission, Transcript
from grader.sandbox.contract.limits import Limits


def drawn(**lines: Any) -> Transcript:
    """The transcript of a check that drew these lines."""
    transcript = Transcript("fit", Limits(), 0)
    nowhere: Any = None
    plot(Submission(nowhere, transcript), "loss", lines, x_label="epoch", y_label="loss")
    return transcript


@pytest.mark.parametrize(
    "values",
    [[2.0, 1], (2.0, np.float32(1)), np.array([2.0, 1.0]), torch.tensor([2.0, 1.0])],
    ids=lambda v: type(v).__name__,
)
def test_numbers_in_any_container_are_a_line(values: Any) -> None:
    (curve,) = drawn(yours=values).curves

    assert [(line.label, line.x, line.y) for line in curve.lines] == [("yours", (0, 1), (2.0, 1.0))]


@pytest.mark.parametrize(
    "values",
    [None, "loss", 3.0, [], ["a"], [1j], [[1.0]], [float("nan")], [10**400], {"a": 1.0}, torch.eye(2)],
    ids=repr,
)
def test_what_is_no_list_of_numbers_draws_nothing(values: Any) -> None:
    assert drawn(yours=values, reference=[1.0]).curves == []


def test_what_is_not_finite_or_huge_is_a_gap() -> None:
    (curve,) = drawn(yours=[1.0, float("nan"), float("-inf"), 1e300, 10**400, 2.0]).curves

    assert curve.lines[0].y == (1.0, None, None, None, None, 2.0)


def test_a_long_training_keeps_a_small_report() -> None:
    (curve,) = drawn(yours=list(range(1001))).curves

    (line,) = curve.lines
    assert len(line.x) <= MOST_POINTS
    assert line.x == line.y
    assert line.x[:2] == (0, 11)


@settings(deadline=None, max_examples=200)
@given(
    st.lists(st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=2), st.just(1 << 4000)))
    | st.sampled_from(
        [None, "text", {}, 1j, torch.ones(2, dtype=torch.complex64), np.array([["a"]]), torch.tensor(1.0)]
    )
)
def test_no_value_breaks_a_curve(values: object) -> None:
    """What is no list of numbers is not drawn."""
    assert len(drawn(yours=values).curves) <= 1
