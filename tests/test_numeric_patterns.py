"""Generic diagnoses: each names its kind of mistake, and a right answer or a random one gets none."""

from __future__ import annotations

import pytest
import torch

from grader.diagnosis.numeric_patterns import explain

GENERATOR = torch.Generator().manual_seed(5)
X = torch.randn(6, 3, generator=GENERATOR)
COLUMN = torch.randn(6, 1, generator=GENERATOR)
SQUARE = torch.randn(4, 4, generator=GENERATOR)


@pytest.mark.parametrize(
    ("expected", "got", "word"),
    [
        (COLUMN, COLUMN * 6, "number of samples"),
        (COLUMN, COLUMN / 6, "number of samples"),
        (COLUMN, COLUMN * 2, "factor 2"),
        (COLUMN, COLUMN * 3, "number of features"),
        (COLUMN, -COLUMN, "opposite sign"),
        (COLUMN, COLUMN.expand(6, 6), "broadcasts to (6, 6)"),
        (COLUMN, COLUMN.squeeze(), "numbers are right, the shape is not"),
        (X, X.T, "axes swapped"),
        (SQUARE, SQUARE.T, "transposed"),
        (COLUMN, COLUMN.double(), "float64"),
        (COLUMN, COLUMN + 1.5, "constant 1.5"),
        (COLUMN, torch.zeros(6, 1), "zero everywhere"),
        (COLUMN, COLUMN.roll(1, 0), "shifted by one"),
        (COLUMN, COLUMN.flip(0), "reverse order"),
        (COLUMN.mean(), COLUMN, "take the mean"),
        (COLUMN.sum(), COLUMN, "take the sum"),
        (X.sum(1), X.sum(0), "reduce over dim 1"),
        (X * X, X, "one of the inputs"),
    ],
)
def test_a_kind_of_mistake_is_named(expected: torch.Tensor, got: torch.Tensor, word: str) -> None:
    """From both sides and the inputs alone."""
    sentence = explain(expected, got, [X])

    assert sentence is not None
    assert word in sentence


def test_a_logarithm_of_0_is_suspected() -> None:
    """An infinity with a zero among the inputs."""
    p = torch.tensor([0.0, 0.5])

    assert "logarithm of 0" in (explain(torch.ones(2), p.log(), [p]) or "")


def test_an_overflow_of_exp_is_suspected() -> None:
    """NaN with large inputs."""
    z = torch.tensor([1000.0, 1.0])

    assert "exp overflows" in (explain(torch.ones(2), z.exp() / z.exp(), [z]) or "")


@pytest.mark.parametrize("got", [COLUMN, torch.randn(6, 1, generator=GENERATOR), torch.randn(2, 5), "text", None])
def test_no_advice_rather_than_a_wrong_one(got: object) -> None:
    """Right, random and foreign values say nothing."""
    assert explain(COLUMN, got, [X]) is None
