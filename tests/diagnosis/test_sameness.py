"""Two replies are the same mistake only when kind, numbers, exception and place agree; no reply breaks the comparison."""

from __future__ import annotations

import math
from typing import Any

import made_run as made
import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.diagnosis.sameness import same_reply, same_run, same_value
from grader.outcome import Status
from grader.sandbox.contract.observed import Observed
from grader.sandbox.contract.wire import DeviceName, Opaque, TensorFacts
from grader.session.exchange import Failure, Reply

BELIEF = made.misconception("minus", "a")

DTYPES = (torch.float32, torch.float64, torch.int64, torch.bool, torch.uint16, torch.bfloat16, torch.complex64)
NUMBERS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=3), st.binary(max_size=3))
FOREIGN = st.sampled_from(
    [np.int8(5), np.uint8(200), np.float16(0.5), np.bool_(True), np.zeros((2, 2)), np.array("text"), np.complex64(1j), 1j,
     np.array([object()]), DeviceName("cpu"), Opaque("a thing"), torch.zeros(0), np.zeros(0), 1 << 2000]
)  # fmt: skip
TENSORS = st.builds(
    lambda dtype, shape: torch.ones(shape, dtype=dtype),
    st.sampled_from(DTYPES),
    st.lists(st.integers(0, 3), max_size=3),
)
VALUES = st.recursive(
    NUMBERS | FOREIGN | TENSORS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.tuples(inner) | st.dictionaries(st.text(max_size=2), inner, max_size=3)
    ),
    max_leaves=6,
)
FAILURES = st.builds(
    Failure, st.sampled_from(["TypeError", "Missing", ""]), text=st.text(max_size=9),
    frames=st.lists(st.tuples(st.integers(), st.text(max_size=3), st.text(max_size=9)), max_size=2).map(tuple),
)  # fmt: skip
REPLIES = st.builds(
    Reply, st.sampled_from(Status), VALUES, st.lists(st.builds(TensorFacts), max_size=2).map(tuple),
    st.none() | st.lists(VALUES, max_size=2).map(tuple), st.none() | st.lists(VALUES, max_size=2).map(tuple),
    observed=st.none() | st.builds(Observed), failure=st.none() | FAILURES,
)  # fmt: skip


@settings(deadline=None, max_examples=400)
@given(REPLIES, REPLIES)
def test_no_two_replies_break_the_comparison(one: Reply, other: Reply) -> None:
    """It says yes or no, the same in both directions, and yes to itself."""
    assert same_reply(one, other, BELIEF) is same_reply(other, one, BELIEF)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1.0, 1.0 + 1e-6),
        (math.nan, math.nan),
        (torch.tensor([1.0, math.nan]), torch.tensor([1.0 + 1e-6, math.nan])),
        (np.array([math.inf, 2.0]), np.array([math.inf, 2.0])),
        ([1, (2.0, "a")], (1, [2.0, "a"])),
        ({"w": torch.zeros(2)}, {"w": torch.zeros(2)}),
        (np.float32(0.5), 0.5),
    ],
)
def test_the_same_mistake_written_differently_is_the_same(one: Any, other: Any) -> None:
    """Rounding, containers and nan in the same place make no difference."""
    assert same_value(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, 1.0),
        (True, 1),
        (1.0, math.nan),
        (torch.zeros(2), torch.zeros(2, dtype=torch.float64)),
        (torch.zeros(2), torch.zeros(2, 1)),
        (torch.zeros(2), np.zeros(2, np.float32)),
        (torch.tensor([math.nan, 1.0]), torch.tensor([1.0, math.nan])),
        (np.zeros(2), np.zeros(2, np.float32)),
        ([1, 2], [1, 2, 3]),
        ({"w": 1}, {"b": 1}),
        (None, 0),
        (np.int8(5), 132),
    ],
)
def test_another_kind_or_number_is_another_mistake(one: Any, other: Any) -> None:
    """In both directions."""
    assert not same_value(one, other)
    assert not same_value(other, one)


@pytest.mark.parametrize(
    ("mine", "theirs", "same"),
    [
        (("RuntimeError", "shapes (5x1 and 3x2)", "f"), ("RuntimeError", "shapes (4x1 and 7x2)", "f"), True),
        (("RuntimeError", "shapes (5x1 and 3x2)", "f"), ("RuntimeError", "shapes (4x1 and 7x2)", "minus"), True),
        (("RuntimeError", "shapes differ", "f"), ("RuntimeError", "view size is not compatible", "f"), False),
        (("RuntimeError", "shapes differ", "f"), ("ValueError", "shapes differ", "f"), False),
        (("RuntimeError", "shapes differ", "g"), ("RuntimeError", "shapes differ", "minus"), False),
        (("KeyError", "'unfed'", "run"), ("KeyError", "'unfed'", "run"), True),
        (("KeyError", "'unfed'", "run"), ("KeyError", "'unfed'", "constant"), False),
    ],
    ids=["numbers masked", "own name", "other text", "other type", "other place", "a method", "another method"],
)
def test_exceptions_are_the_same_by_type_text_and_place(
    mine: tuple[str, str, str], theirs: tuple[str, str, str], same: bool
) -> None:
    """A twin has the misconception's name where the learner has the function's."""
    belief = made.misconception("minus", "a")

    assert same_reply(made.raised(*mine), made.raised(*theirs), belief) is same


def test_helpers_do_not_change_the_place() -> None:
    """The method that was called is the place, whatever it calls."""
    mine, theirs = (
        made.reply(failure=Failure("KeyError", text="'unfed'", frames=tuple((3, name, "feed[name]") for name in names)))
        for names in (("run",), ("run", "value", "<lambda>"))
    )

    assert same_reply(mine, theirs, BELIEF)


def test_a_text_that_the_code_itself_raises_may_differ() -> None:
    """Everybody words an error in another way."""
    mine = made.raised("ValueError", "k is off", code="raise ValueError('k is off')")
    theirs = made.raised("ValueError", "bad k", "minus", "raise ValueError('bad k')")

    assert same_reply(mine, theirs, BELIEF)


def test_another_dtype_is_the_same_mistake_only_where_the_check_did_not_mind_it() -> None:
    """The very same sentence ended both."""
    ints, longs = (made.reply(torch.tensor([3, 4], dtype=dtype)) for dtype in (torch.int32, torch.int64))
    shape, dtype = (
        made.stopped(message="must have shape (3,)."),
        made.stopped(message="must have dtype int64; got int32."),
    )

    assert same_run(made.run(ended=shape, replies=(ints,)), made.run(ended=shape, replies=(longs,)), BELIEF)
    assert not same_run(made.run(ended=dtype, replies=(ints,)), made.run(ended=shape, replies=(longs,)), BELIEF)


def test_devices_and_what_ran_count() -> None:
    """Equal numbers elsewhere, or by autograd, are another mistake."""
    here, there = (made.reply(1.0, facts=(TensorFacts(device),)) for device in ("cpu", "simgpu:0"))
    by_hand, by_autograd = (made.reply(1.0, observed=Observed(backward_passes=count)) for count in (0, 2))

    assert not same_reply(here, there, BELIEF)
    assert not same_reply(by_hand, by_autograd, BELIEF)
    assert not same_reply(by_hand, made.reply(1.0), BELIEF)


def test_runs_of_another_length_or_ending_are_not_the_same() -> None:
    """One reply more, or a pass."""
    one = made.run(ended=made.stopped())

    assert same_run(one, made.run(ended=made.stopped()), BELIEF)
    assert not same_run(one, made.run(), BELIEF)
    assert not same_run(one, made.run(ended=made.stopped(), replies=(made.PASSED,) * 2), BELIEF)
