"""Comparison: container, shape, dtype, finiteness, values; nothing is broadcast and NaN never passes."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import torch

from grader.kit.compare import EXACT, FLOAT32, Tolerance, difference
from grader.sandbox.contract.wire import DeviceName, Opaque


@pytest.mark.parametrize(
    ("expected", "got"),
    [
        (torch.ones(2, 1), torch.ones(2, 1)),
        (torch.tensor(1.0), torch.tensor(1.0 + 1e-6)),
        (torch.tensor([math.nan, math.inf]), torch.tensor([math.nan, math.inf])),
        ([torch.ones(1)], (torch.ones(1),)),
        (0.5, np.float32(0.5)),
        (1.0, 1),
        (True, np.bool_(True)),
        (np.ones(2), np.ones(2)),
        ({"a": 1}, {"a": 1}),
        (torch.device("cpu"), DeviceName("cpu")),
        (None, None),
        (torch.empty(0, 3), torch.empty(0, 3)),
    ],
)
def test_what_is_right_passes(expected: Any, got: Any) -> None:
    """Lists and tuples are alike, and so are numbers of Python and NumPy."""
    assert difference(expected, got, FLOAT32) is None


@pytest.mark.parametrize(
    ("expected", "got", "kind"),
    [
        (torch.ones(3, 1), torch.ones(3), "shape"),
        (torch.ones(3, 3), torch.tensor(1.0), "shape"),
        (torch.empty(1, 3), torch.empty(0, 3), "shape"),
        (torch.ones(2), torch.ones(2, dtype=torch.float64), "dtype"),
        (torch.ones(2), torch.tensor([1.0, math.nan]), "finite"),
        (torch.ones(2), torch.tensor([1.0, math.inf]), "finite"),
        (torch.tensor([math.inf]), torch.tensor([1.0]), "value"),
        (torch.ones(2), torch.tensor([1.0, 1.1]), "value"),
        (torch.ones(2), [1.0, 1.0], "type"),
        (torch.ones(2), Opaque("a sparse coo tensor"), "type"),
        (0.5, torch.tensor(0.5), "type"),
        (0.5, math.nan, "finite"),
        (0.5, 0.6, "value"),
        (1, 1.0, "type"),
        (1, True, "type"),
        (True, 1, "type"),
        ("a", "b", "value"),
        ([1, 2], [1], "length"),
        ({"a": 1}, {"b": 1}, "length"),
        (np.ones(2), np.ones(2, np.float32), "dtype"),
        (torch.device("cpu"), "cpu", "type"),
        (None, 0, "type"),
    ],
)
def test_what_is_wrong_is_found_in_order(expected: Any, got: Any, kind: str) -> None:
    """The first difference is told, with both sides."""
    found = difference(expected, got, FLOAT32)

    assert found is not None
    assert found.kind == kind
    assert "must" in found.sentence


def test_the_place_of_the_worst_value_is_told() -> None:
    """With how many are off."""
    got = torch.zeros(2, 3)
    got[1, 2] = 5.0
    found = difference(torch.zeros(2, 3), got, EXACT)

    assert found is not None
    assert "[1, 2]" in found.sentence
    assert "1 of 6" in found.sentence


@pytest.mark.parametrize(("rtol", "atol", "why"), [(0.1, 0.0, "x"), (0.0, 0.1, "x"), (-1.0, 0.0, "x"), (0.0, 0.0, "")])
def test_a_tolerance_is_narrow_and_has_a_reason(rtol: float, atol: float, why: str) -> None:
    """Over 1 % or without a reason it is refused."""
    with pytest.raises(ValueError, match="tolerance"):
        Tolerance(rtol, atol, why)
