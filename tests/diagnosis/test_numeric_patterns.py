"""Generic diagnoses: each names its kind of mistake, and a right answer or a random one gets none."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.diagnosis.numeric_patterns import explain

GENERATOR = torch.Generator().manual_seed(5)
X = torch.randn(6, 3, generator=GENERATOR)
COLUMN = torch.randn(6, 1, generator=GENERATOR)
SQUARE = torch.randn(4, 4, generator=GENERATOR)
BLOCK = torch.randn(2, 3, 4, generator=GENERATOR)


@pytest.mark.parametrize(
    ("expected", "got", "word"),
    [
        (COLUMN, COLUMN * 6, "number of samples"),
        (COLUMN, COLUMN / 6, "number of samples"),
        (COLUMN, COLUMN * 2, "exactly 2 times the right one."),
        (COLUMN, COLUMN * 3, "number of features"),
        (COLUMN, -COLUMN, "opposite sign"),
        (torch.tensor(0.7), torch.tensor(-0.7), "opposite sign"),
        (COLUMN, COLUMN.expand(6, 6), "broadcasts to (6, 6)"),
        (COLUMN, COLUMN.squeeze(), "An axis of size 1 is missing: keepdim=True"),
        (COLUMN.squeeze(), COLUMN, "An axis of size 1 is too many: leave keepdim=True out"),
        (COLUMN, COLUMN.T, "axes swapped"),
        (X, X.T, "axes swapped"),
        (BLOCK, BLOCK.permute(2, 0, 1), "axes swapped"),
        (SQUARE, SQUARE.T, "transposed"),
        (COLUMN, COLUMN + 1.5, "constant 1.5"),
        (COLUMN, torch.zeros(6, 1), "zero everywhere"),
        (COLUMN, COLUMN.roll(1, 0), "shifted by one"),
        (COLUMN, COLUMN.flip(0), "reverse order"),
        (X, X.T.reshape(6, 3), "in another order"),
        (X, X.flatten().reshape(9, 2), "the shape is not: (9, 2) instead of (6, 3). Look at reshape"),
        (X, X.T.reshape(9, 2), "in another order"),
        (COLUMN.mean(), COLUMN, "take the mean"),
        (COLUMN.sum(), COLUMN, "take the sum"),
        (X.sum(1), X.sum(0), "reduce over dim 1"),
        (X.sum(0), X.sum(1), "reduce over dim 0"),
        (X * X, X, "one of the inputs"),
        (COLUMN, COLUMN.sigmoid(), "is the sigmoid of the right one"),
        (COLUMN, COLUMN.tanh(), "is the tanh of the right one"),
        (X.softmax(1), X.softmax(1).softmax(1), "is the softmax over dim 1 of the right one"),
        (COLUMN.exp(), COLUMN, "One function too few: the exp of"),
    ],
)
def test_a_kind_of_mistake_is_named(expected: torch.Tensor, got: torch.Tensor, word: str) -> None:
    """From both sides and the inputs alone."""
    sentence = explain(expected, got, [torch.zeros(6, 3)] if word.startswith("One function") else [X])

    assert sentence is not None
    assert word in sentence


def test_a_ratio_of_one_number_tells_nothing() -> None:
    """Any two numbers have one."""
    assert explain(0.5, 1.5, [X]) is None
    assert explain(torch.tensor([0.5]), torch.tensor([3.0]), [X]) is None


def test_a_ratio_that_may_mean_two_things_means_none() -> None:
    """As many samples as features."""
    sentence = explain(SQUARE, SQUARE * 4, [SQUARE * 7]) or ""

    assert "exactly 4 times" in sentence
    assert "number of" not in sentence


def test_labels_that_are_mostly_zero_may_be_zero_everywhere() -> None:
    """That is what a strict comparison gives, and no word about zeros helps."""
    assert explain(torch.tensor([0.0, 0, 0, 1]), torch.zeros(4), [X]) is None


def test_a_logarithm_of_0_is_suspected() -> None:
    """An infinity with a zero among the inputs."""
    p = torch.tensor([0.0, 0.5])

    assert "logarithm of 0" in (explain(torch.ones(2), p.log(), [p]) or "")


def test_no_logarithm_of_0_is_suspected_where_no_input_is_0() -> None:
    """2 to the 199th overflows without one."""
    inputs, infinite = [torch.tensor([2.0, 3.0])], torch.tensor([math.inf, 1.0])

    assert "logarithm" not in (explain(torch.ones(2), infinite, inputs) or "logarithm")
    assert "NaN (first at [1])" in (explain(torch.ones(2), torch.tensor([1.0, math.nan]), inputs) or "")
    assert "NaN comes" in (explain(torch.tensor(1.0), torch.tensor(math.nan), inputs) or "")


def test_an_overflow_of_exp_is_suspected() -> None:
    """NaN with large inputs."""
    z = torch.tensor([1000.0, 1.0])

    assert "exp overflows" in (explain(torch.ones(2), z.exp() / z.exp(), [z]) or "")


@pytest.mark.parametrize(
    "got", [COLUMN, torch.randn(6, 1, generator=GENERATOR), torch.randn(2, 5), "text", None, True, COLUMN.double()]
)
def test_no_advice_rather_than_a_wrong_one(got: object) -> None:
    """Right, random and foreign values say nothing; right numbers in another dtype are no matter of numbers."""
    assert explain(COLUMN, got, [X]) is None


ANY = st.one_of(
    st.floats(), st.integers(), st.booleans(), st.none(), st.text(max_size=3),
    st.builds(
        lambda dtype, shape: torch.randn(shape).mul(3).to(dtype),
        st.sampled_from([torch.float32, torch.bfloat16, torch.int64, torch.bool, torch.uint16, torch.complex64]),
        st.lists(st.integers(0, 4), max_size=3),
    ),
    st.sampled_from([np.zeros((2, 2)), np.float16(1), 1 << 3000, np.zeros(0)]),
)  # fmt: skip


@settings(deadline=None, max_examples=300)
@given(ANY, ANY, st.lists(ANY, max_size=2))
def test_no_pair_breaks_a_recogniser(expected: Any, got: Any, inputs: list[Any]) -> None:
    """It says a sentence or nothing."""
    sentence = explain(expected, got, inputs)

    assert sentence is None or "{subject}" not in sentence
