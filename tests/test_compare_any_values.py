"""Whatever crosses the pipe may stand on either side of a comparison, and it never raises."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from grader.kit.compare import EXACT, FLOAT32, Tolerance, alike, difference
from grader.kit.describe import describe
from grader.sandbox.contract.wire import ARRAY_DTYPES, TENSOR_DTYPES, DeviceName, Opaque

LONGEST_SENTENCE = 1000
SHAPES = st.lists(st.integers(0, 3), max_size=3).map(tuple)
TEXTS = st.text(max_size=5) | st.just("k" * 5_000)
TOLERANCES = st.sampled_from([EXACT, FLOAT32, Tolerance(1e-2, 1e-2, "wide")])


@st.composite
def tensors(draw: st.DrawFn) -> torch.Tensor:
    """A tensor of any dtype that crosses, with nan and infinities where its dtype has them."""
    shape, dtype = draw(SHAPES), draw(st.sampled_from(sorted(TENSOR_DTYPES.values(), key=str)))
    values = draw(st.lists(st.sampled_from([0.0, 1.0, 2.0, math.nan, math.inf]), min_size=27, max_size=27))
    wide = torch.tensor(values[: math.prod(shape)], dtype=torch.float64).reshape(shape)
    return (wide if dtype.is_floating_point or dtype.is_complex else wide.nan_to_num(0, 3, 3)).to(dtype)


@st.composite
def arrays(draw: st.DrawFn) -> np.ndarray[Any, Any]:
    """An array of any dtype that crosses, and of some that do not."""
    dtype = draw(st.sampled_from([*ARRAY_DTYPES.values(), np.dtype(">f4"), np.dtype("U3"), np.dtype(object)]))
    return np.zeros(draw(SHAPES)).astype(dtype)


SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.complex_numbers() | TEXTS | st.binary(max_size=3)
    | st.sampled_from([10**400, -(10**400), 1 << 60, (1 << 60) + 1, np.int8(5), np.uint8(200), np.bool_(True)])
    | st.sampled_from([np.float32(0.5), np.float16(math.nan), np.complex64(1j), np.float64(math.inf)])
    | st.builds(Opaque, TEXTS) | st.builds(DeviceName, TEXTS) | st.sampled_from([torch.device("cpu"), object(), len])
)  # fmt: skip
KEYS = TEXTS | st.integers() | st.none() | st.tuples(st.integers())
REPLIES = st.recursive(
    SCALARS | tensors() | arrays(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.lists(inner, max_size=3).map(tuple) | st.dictionaries(KEYS, inner, max_size=3)
    ),
    max_leaves=6,
)


@given(REPLIES, REPLIES, TOLERANCES)
def test_a_comparison_of_any_two_values_ends_in_a_short_sentence_or_none(
    one: Any, other: Any, tolerance: Tolerance
) -> None:
    """Both ways round."""
    for found in (difference(one, other, tolerance), difference(other, one, tolerance, parts=("a", "b"))):
        assert found is None or len(found.sentence) < LONGEST_SENTENCE
    assert alike(one, other, tolerance) == alike(other, one, tolerance)


@given(REPLIES)
def test_a_value_is_like_itself(value: Any) -> None:
    """Nan too; what does not cross the pipe is like nothing."""
    assert difference(value, value, EXACT) is None or "object" in str(value) or "len" in str(value) or no_copy(value)


def no_copy(value: Any) -> bool:
    """Whether the value holds an array of a dtype that does not cross."""
    if isinstance(value, dict | list | tuple):
        return any(map(no_copy, value.values() if isinstance(value, dict) else value))
    return isinstance(value, np.ndarray) and value.dtype.name not in ARRAY_DTYPES


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (np.int8(5), 132),
        (np.uint8(200), 5),
        (DeviceName("cpu"), np.ones(2)),
        (Opaque("method"), np.ones(3)),
        ("text", np.array(["text", "text"])),
        ({1: 2, "a": 3}, {None: 1}),
        pytest.param(10**400, 1.0, id="beyond float64"),
        (1 << 60, (1 << 60) + 1),
        (torch.tensor(1 << 60), torch.tensor((1 << 60) + 1)),
    ],
)
def test_unlike_values_differ_both_ways(one: Any, other: Any) -> None:
    """The pairs that once ended in an exception, or in agreement."""
    assert difference(one, other, EXACT)
    assert difference(other, one, EXACT)


def test_names_of_parts_stand_in_the_sentence() -> None:
    """A learner reads "losses[1]", not a path of numbers."""
    found = difference((torch.ones(1), [0.5, 0.25]), (torch.ones(1), [0.5, 0.5]), EXACT, parts=("w", "losses"))

    assert found is not None
    assert found.sentence == "losses[1] must be 0.25; got 0.5."
    assert found.told("fit(x, y)") == "losses[1] of fit(x, y) must be 0.25; got 0.5."


def test_functions_keep_their_small_letter() -> None:
    """They are code; other subjects begin a sentence."""
    found = difference(1, 2, EXACT)

    assert found is not None
    assert found.told("pick_device()").startswith("pick_device() must")
    assert found.told("the loss").startswith("The loss must")


def test_a_single_number_has_no_place() -> None:
    """It is neither at [] nor anywhere else."""
    for got in (float("inf"), 2.0):
        found = difference(torch.tensor(1.0), torch.tensor(got), EXACT)

        assert found is not None and "[" not in found.sentence


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (torch.ones(2, dtype=torch.int64), "an int64 tensor of shape (2,)"),
        (torch.ones(2, dtype=torch.uint8), "a uint8 tensor of shape (2,)"),
        (np.float32(0.5), "0.5 (numpy.float32)"),
        (Opaque("OrderedDict"), "an OrderedDict"),
        (Opaque("_TensorMeta"), "a class"),
    ],
)
def test_kinds_are_told_in_english(value: Any, words: str) -> None:
    """With the right article, and numbers with their type."""
    assert describe(value) == words
