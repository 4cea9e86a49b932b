"""The frame format: values survive the crossing, and any bytes end in values or in WireError."""

from __future__ import annotations

import json
import math
import struct
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.errors import WireError
from grader.sandbox.contract.wire import MAGIC, PREFIX, TENSOR_DTYPES, DeviceName, Opaque, Packer, frame
from grader.sandbox.contract.wire_reader import (
    DEPTH_LIMIT,
    HEADER_LIMIT_BYTES,
    NODE_LIMIT,
    PAYLOAD_LIMIT_BYTES,
    Unpacker,
    checked_shape,
    lengths,
    parse,
)

# How many cases the property tests below try; the longer run in test_fuzzing.py states its own.
CASES = 300


def cross(value: Any) -> Any:
    """A value after it has crossed."""
    packer = Packer()
    data = frame({"value": packer.value(value)}, packer)
    header_bytes, _ = lengths(data[: PREFIX.size])
    body = data[PREFIX.size :]
    header, values = parse(body[:header_bytes], body[header_bytes:])
    return values.value(header["value"])


def read(header: Any, payload: bytes = b"") -> Any:
    """The value of a hand-made header."""
    parsed, values = parse(json.dumps(header).encode(), payload)
    return values.value(parsed.get("value"))


@pytest.mark.parametrize(
    "value",
    [None, True, 0, -(1 << 200), 0.1, math.inf, "text", b"bytes", [1, [2.0]], (1, "a"), {"a": [None], "b": {"c": 1}}],
)
def test_plain_values_cross_unchanged(value: Any) -> None:
    """Python's own values come out as they went in."""
    assert cross(value) == value


def test_nan_crosses_as_nan() -> None:
    """NaN is not lost in JSON."""
    assert math.isnan(cross(math.nan))


@pytest.mark.parametrize("dtype", TENSOR_DTYPES.values(), ids=str)
def test_tensors_of_every_dtype_cross_bit_by_bit(dtype: torch.dtype) -> None:
    """Shape, dtype and numbers are kept."""
    tensor = torch.arange(6).reshape(2, 3).to(dtype)

    got = cross(tensor)

    assert got.dtype == dtype
    assert torch.equal(got, tensor)


@pytest.mark.parametrize("shape", [(), (0,), (3, 0), (1, 1)])
def test_odd_shapes_cross(shape: tuple[int, ...]) -> None:
    """0-d and empty tensors are tensors too."""
    assert cross(torch.ones(shape)).shape == shape


def test_the_order_of_axes_in_memory_crosses() -> None:
    """A transposed tensor is still not contiguous on the other side."""
    tensor = torch.arange(24.0).reshape(2, 3, 4).permute(2, 0, 1)

    got = cross(tensor)

    assert torch.equal(got, tensor)
    assert got.stride() == tensor.stride()


def test_arrays_and_numpy_scalars_cross() -> None:
    """NumPy's values stay NumPy's."""
    array = np.arange(6, dtype=np.int16).reshape(2, 3)

    assert np.array_equal(cross(array), array)
    assert cross(array).dtype == np.int16
    assert cross(np.float32(0.5)).dtype == np.float32


def test_devices_cross_by_name() -> None:
    """The trusted side needs no such device."""
    assert cross(torch.device("cuda:3")) == DeviceName("cuda:3")


@pytest.mark.parametrize("value", [object(), len, {1: 2}, 1 << 300, iter([])])
def test_what_does_not_cross_is_opaque(value: Any) -> None:
    """Anything else becomes a word for what it was."""
    assert isinstance(cross(value), Opaque)


@pytest.mark.parametrize(
    "prefix",
    [
        b"",
        b"AGF",
        struct.pack("<4sIQ", b"EVIL", 2, 0),
        struct.pack("<4sIQ", MAGIC, HEADER_LIMIT_BYTES + 1, 0),
        struct.pack("<4sIQ", MAGIC, 2, PAYLOAD_LIMIT_BYTES + 1),
        struct.pack("<4sIQ", MAGIC, 2, (1 << 64) - 1),
    ],
)
def test_a_bad_prefix_is_refused(prefix: bytes) -> None:
    """Before any memory is taken."""
    with pytest.raises(WireError):
        lengths(prefix)


@pytest.mark.parametrize("header", [b"", b"{", b"[]", b"7", b'"x"', b"\xff", b"[" * 100_000, b"1" * 5000])
def test_a_header_that_is_no_object_is_refused(header: bytes) -> None:
    """Including nested and endless ones."""
    with pytest.raises(WireError):
        parse(header, b"")


@pytest.mark.parametrize("sizes", [None, "x", [-1, 1], [True], [1.0], [1 << 70], [3]])
def test_buffer_sizes_must_fill_the_payload(sizes: Any) -> None:
    """Counts that lie are refused."""
    with pytest.raises(WireError):
        Unpacker(b"ab", sizes)


@pytest.mark.parametrize(
    "node",
    [
        7, 0.5, [], {}, {"x": 1}, {"l": 3}, {"d": [[1, 2]]}, {"d": [["a"]]}, {"i": "x"}, {"i": "1" * 200}, {"f": "y"},
        {"f": "0x1p99999"}, {"b": 0}, {"b": "0"}, {"T": 0}, {"q": "text"}, {"i": 5},
    ],
)  # fmt: skip
def test_a_malformed_node_is_refused(node: Any) -> None:
    """Every node is of a known kind."""
    with pytest.raises(WireError):
        read({"buffers": [], "value": node})


@pytest.mark.parametrize(
    "node",
    [
        {"T": 0, "dtype": "float32", "shape": [2]},
        {"T": 0, "dtype": "float32", "shape": [-1]},
        {"T": 0, "dtype": "float32", "shape": [1 << 50]},
        {"T": 0, "dtype": "float32", "shape": "1"},
        {"T": 0, "dtype": "float32", "shape": [1.0]},
        {"T": 0, "dtype": "float32", "shape": [1] * 100},
        {"T": 0, "dtype": "object", "shape": [1]},
        {"T": 0, "dtype": None, "shape": [1]},
        {"T": 0, "dtype": ["float32"], "shape": [1]},
        {"T": 1, "dtype": "float32", "shape": [1]},
        {"T": True, "dtype": "float32", "shape": [1]},
        {"T": 0, "dtype": "float32", "shape": [1], "order": [1]},
        {"T": 0, "dtype": "float32", "shape": [1], "order": "0"},
        {"A": 0, "dtype": "bfloat16", "shape": [2]},
    ],
)
def test_a_malformed_tensor_is_refused(node: Any) -> None:
    """dtype, shape, order and buffer must fit together."""
    with pytest.raises(WireError):
        read({"buffers": [4], "value": node}, b"abcd")


def test_a_shape_must_fill_its_bytes() -> None:
    """No broadcasting, no overlap."""
    assert checked_shape([2, 3], 24, 4) == [2, 3]
    with pytest.raises(WireError):
        checked_shape([2, 3], 25, 4)


def test_nesting_is_limited() -> None:
    """A deep value ends in WireError, not in a crash."""
    node: Any = None
    for _ in range(DEPTH_LIMIT + 2):
        node = {"l": [node]}
    with pytest.raises(WireError):
        read({"buffers": [], "value": node})


def test_the_number_of_parts_is_limited() -> None:
    """A wide value ends in WireError too."""
    with pytest.raises(WireError):
        read({"buffers": [], "value": {"l": [None] * (NODE_LIMIT + 1)}})


def test_bytes_of_a_bool_tensor_are_made_0_or_1() -> None:
    """Other bytes are undefined behaviour in torch."""
    got = read({"buffers": [2], "value": {"T": 0, "dtype": "bool", "shape": [2]}}, b"\x07\x00")

    assert got.view(torch.uint8).tolist() == [1, 0]


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda children: st.lists(children, max_size=4) | st.dictionaries(st.text(max_size=3), children, max_size=4),
    max_leaves=20,
)
NODES = st.recursive(
    st.none() | st.fixed_dictionaries({st_key: JSON_VALUES for st_key in ("T", "dtype", "shape")}) | JSON_VALUES,
    lambda children: st.dictionaries(
        st.sampled_from("ltdTAsbifo"), st.lists(children, max_size=3) | children, max_size=3
    ),
    max_leaves=15,
)


@settings(max_examples=CASES, deadline=None)
@given(st.binary(max_size=200))
def test_any_prefix_ends_in_lengths_or_wire_error(data: bytes) -> None:
    """No other exception gets out."""
    try:
        lengths(data)
    except WireError:
        return


@settings(max_examples=CASES, deadline=None)
@given(st.binary(max_size=200) | JSON_VALUES.map(lambda value: json.dumps(value).encode()), st.binary(max_size=40))
def test_any_header_ends_in_values_or_wire_error(header: bytes, payload: bytes) -> None:
    """Garbage and well-formed JSON alike."""
    try:
        parsed, values = parse(header, payload)
        values.value(parsed.get("value"))
    except WireError:
        return


@settings(max_examples=CASES, deadline=None)
@given(NODES, st.binary(max_size=16))
def test_any_node_ends_in_a_value_or_wire_error(node: Any, payload: bytes) -> None:
    """Nodes that look nearly right included."""
    try:
        read({"buffers": [len(payload)], "value": node}, payload)
    except WireError:
        return
