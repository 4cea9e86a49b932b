"""The kind of object comes before its numbers: said only where it is true."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from grader.diagnosis.kinds import misplaced, wrong_dtype, wrong_kind

X = torch.tensor([0.5, 1.5, -2.0])


@pytest.mark.parametrize(
    ("expected", "got", "word"),
    [
        (0.5, torch.tensor(0.5), ".item()"),
        (3, torch.tensor([3]), "Python int"),
        (0.5, np.array(0.5), "NumPy array"),
        (torch.tensor(0.5), 0.5, "leave .item()"),
        (X, X.numpy(), "NumPy stands"),
        (X.numpy(), X, ".numpy()"),
    ],
)
def test_another_kind_of_object_is_named(expected: Any, got: Any, word: str) -> None:
    """With the step that mends it."""
    assert word in (wrong_kind(expected, got) or "")


@pytest.mark.parametrize(
    ("expected", "got"),
    [(0.5, 0.25), (0.5, torch.zeros(3)), (X, 0.5), (X, X * 2), (True, torch.tensor(True)), (0.5, None)],
)
def test_no_word_of_kinds_where_the_kind_is_right_or_unknown(expected: Any, got: Any) -> None:
    """Numbers speak then, or nothing does."""
    assert wrong_kind(expected, got) is None


def test_a_dtype_is_named_between_two_tensors_or_two_arrays() -> None:
    """When the numbers are right."""
    assert "float64 instead of float32" in (wrong_dtype(X, X.double()) or "")
    assert "int64 instead of float32" in (wrong_dtype(torch.ones(2), torch.ones(2).long()) or "")
    assert "float64 instead of float32" in (wrong_dtype(X.numpy(), X.double().numpy()) or "")


@pytest.mark.parametrize("got", [X.double() + 1, X.double()[:2], 0.5, X.double().numpy(), X])
def test_no_word_of_dtypes_otherwise(got: Any) -> None:
    """Other numbers, another shape, another kind, or the same dtype."""
    assert wrong_dtype(X, got) is None


def test_parts_in_each_others_places_are_named() -> None:
    """Counted from 1."""
    w, b = X, torch.tensor([7.0, 8.0])
    whole = (b, w)

    assert misplaced(w, whole[0], whole) == "What should be part 1 came as part 2: the parts have changed places."


@pytest.mark.parametrize("whole", [(X * 2, X * 3), (X * 2, torch.zeros(2)), X, (X * 2,), None])
def test_no_word_of_places_otherwise(whole: Any) -> None:
    """The right part is nowhere, or there are no parts."""
    got = whole[0] if isinstance(whole, tuple) else whole

    assert misplaced(X, got, whole) is None


def test_a_match_that_may_be_luck_is_no_match() -> None:
    """Zeros are everywhere."""
    whole = (torch.ones(2), torch.zeros(2))

    assert misplaced(torch.zeros(2), whole[0], whole) is None
