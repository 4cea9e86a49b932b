"""The trusted side's reader of frames.

Every length, count, depth, dtype and shape is checked before memory is taken for it, so that any bytes end in values or
in `WireError`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from grader.errors import WireError
from grader.sandbox.contract.wire import (
    ARRAY_DTYPES,
    MAGIC,
    PREFIX,
    TENSOR_DTYPES,
    TEXT_LIMIT,
    DeviceName,
    Opaque,
    TensorFacts,
)

HEADER_LIMIT_BYTES = 8 << 20
PAYLOAD_LIMIT_BYTES = 128 << 20
DEPTH_LIMIT = 40
_KEY_LIMIT = 200
NODE_LIMIT = 200_000
_DIMENSION_LIMIT = 32
# What torch and NumPy can address; an empty tensor, too, may not have larger strides.
_SPAN_LIMIT_BYTES = 1 << 62


def lengths(prefix: bytes) -> tuple[int, int]:
    """Header and payload length of a frame's first `PREFIX.size` bytes; `WireError` when they are off."""
    if len(prefix) != PREFIX.size:
        raise WireError(f"a frame's prefix has {PREFIX.size} bytes; got {len(prefix)}.")
    magic, header_bytes, payload_bytes = PREFIX.unpack(prefix)
    if magic != MAGIC:
        raise WireError("a frame begins with AGF1; got other bytes.")
    if header_bytes > HEADER_LIMIT_BYTES or payload_bytes > PAYLOAD_LIMIT_BYTES:
        raise WireError(f"a frame is too large: header {header_bytes} bytes, payload {payload_bytes} bytes.")
    return header_bytes, payload_bytes


class Unpacker:
    """Turns nodes back into values; `facts` collects those of every tensor in tree order."""

    def __init__(self, payload: bytes, sizes: Any, device: Callable[[str], Any] = DeviceName) -> None:
        if not isinstance(sizes, list) or len(sizes) > NODE_LIMIT:
            raise WireError("the list of buffer sizes is off.")
        if not all(type(size) is int and size >= 0 for size in sizes):
            raise WireError("the list of buffer sizes is off.")
        if sum(sizes) != len(payload):
            raise WireError(f"buffers of {sum(sizes)} bytes are promised; got {len(payload)}.")
        ends = np.cumsum([0, *sizes], dtype=np.int64).tolist()
        self.buffers = [payload[start:stop] for start, stop in zip(ends[:-1], ends[1:], strict=True)]
        self.facts: list[TensorFacts] = []
        self.nodes = 0
        self.device = device

    def value(self, node: Any, depth: int = 0) -> Any:
        """The value of one node."""
        self.nodes += 1
        if depth > DEPTH_LIMIT or self.nodes > NODE_LIMIT:
            raise WireError("a value is nested too deeply or has too many parts.")
        if node is None or isinstance(node, bool):
            return node
        if isinstance(node, str):
            return node[:TEXT_LIMIT]
        if not isinstance(node, dict):
            raise WireError("a value is not of a known kind.")
        return self.tagged(node, depth)

    def tagged(self, node: dict[str, Any], depth: int) -> Any:
        """The value of a node that is an object."""
        tag = next(iter(node), "")
        body = node.get(tag)
        if tag in ("l", "t") and isinstance(body, list):
            items = [self.value(item, depth + 1) for item in body]
            return items if tag == "l" else tuple(items)
        if tag == "d" and isinstance(body, list):
            return {self.key(pair): self.value(pair[1], depth + 1) for pair in body}
        if tag in ("T", "A", "s", "b"):
            return self.buffered(tag, node)
        if isinstance(body, str):
            return self.scalar(tag, body)
        raise WireError("a value is not of a known kind.")

    @staticmethod
    def key(pair: Any) -> str:
        """The key of a dict's pair."""
        if not (isinstance(pair, list) and len(pair) == 2 and isinstance(pair[0], str)):
            raise WireError("a dict's pair is off.")
        return pair[0][:_KEY_LIMIT]

    def scalar(self, tag: str, body: str) -> Any:
        """Numbers, devices and opaque values, which travel as text."""
        try:
            if tag == "i" and len(body) < 100:
                return int(body)
            if tag == "f" and len(body) < 100:
                return float.fromhex(body)
        except (ValueError, OverflowError) as error:
            raise WireError("a number is not well formed.") from error
        if tag == "device":
            return self.device(body[:40])
        if tag == "o":
            return Opaque(body[:200])
        raise WireError("a value is not of a known kind.")

    def buffered(self, tag: str, node: dict[str, Any]) -> Any:
        """Tensors, arrays, NumPy scalars and bytes."""
        index = node[tag]
        if type(index) is not int or not 0 <= index < len(self.buffers):
            raise WireError("a value points to no buffer.")
        data = self.buffers[index]
        if tag == "b":
            return data
        name, shape = node.get("dtype"), node.get("shape")
        if not isinstance(name, str) or name not in (TENSOR_DTYPES if tag == "T" else ARRAY_DTYPES):
            raise WireError("a dtype is not of a known kind.")
        itemsize = TENSOR_DTYPES[name].itemsize if tag == "T" else ARRAY_DTYPES[name].itemsize
        sizes = checked_shape(shape, len(data), itemsize)
        if tag != "T":
            array = _array(data, name, sizes)
            return array if tag == "A" else array[()]
        self.facts.append(_facts(node.get("facts")))
        return _in_order(_tensor(data, TENSOR_DTYPES[name], sizes), node.get("order"))


def checked_shape(shape: Any, nbytes: int, itemsize: int) -> list[int]:
    """`shape` as a list of sizes that fill exactly `nbytes` bytes; `WireError` otherwise."""
    if not isinstance(shape, list) or len(shape) > _DIMENSION_LIMIT:
        raise WireError("a shape is off.")
    if not all(type(size) is int and 0 <= size < 1 << 40 for size in shape):
        raise WireError("a size in a shape is off.")
    if math.prod(shape) * itemsize != nbytes:
        raise WireError(f"shape {shape} does not fill {nbytes} bytes.")
    if math.prod(max(size, 1) for size in shape) * itemsize > _SPAN_LIMIT_BYTES:
        raise WireError(f"shape {shape} is larger than any memory.")
    return shape


def _in_order(tensor: torch.Tensor, order: Any) -> torch.Tensor:
    """The tensor with its axes put back: `order` says which axis each of the stored ones is."""
    if order is None:
        return tensor
    if not isinstance(order, list) or not all(type(axis) is int for axis in order):
        raise WireError("an order of axes is off.")
    if sorted(order) != list(range(tensor.dim())):
        raise WireError("an order of axes names other axes than there are.")
    return tensor.permute([order.index(axis) for axis in range(tensor.dim())])


def _tensor(data: bytes, dtype: torch.dtype, shape: list[int]) -> torch.Tensor:
    if not data:
        return torch.empty(shape, dtype=dtype)
    flat = torch.frombuffer(bytearray(data), dtype=torch.uint8)
    # A byte of a bool other than 0 and 1 is undefined behaviour in torch: normalise it.
    return (flat != 0 if dtype is torch.bool else flat.view(dtype)).reshape(shape)


def _array(data: bytes, name: str, shape: list[int]) -> Any:
    if name == "bool":
        return (np.frombuffer(data, np.uint8) != 0).reshape(shape)
    return np.frombuffer(bytearray(data), ARRAY_DTYPES[name]).reshape(shape)


def _facts(node: Any) -> TensorFacts:
    if not isinstance(node, dict):
        return TensorFacts()
    alias = node.get("shares_memory_with")
    return TensorFacts(
        device=str(node.get("device", "cpu"))[:40],
        requires_grad=node.get("requires_grad") is True,
        has_graph=node.get("has_graph") is True,
        contiguous=node.get("contiguous") is True,
        shares_memory_with=alias if type(alias) is int else None,
        kind=str(node.get("kind", "Tensor"))[:80],
    )


def parse(header: bytes, payload: bytes, device: Callable[[str], Any] = DeviceName) -> tuple[dict[str, Any], Unpacker]:
    """The header as a dict and the reader of its nodes; `WireError` for anything that is not a frame.

    `device` makes a device of its name: a `DeviceName` on the trusted side, a `torch.device` in the worker.
    """
    try:
        parsed = json.loads(header)
        if b"\\u" in header:
            # Half a surrogate pair is no text: it could be written to no file and no database.
            parsed = json.loads(json.dumps(parsed, ensure_ascii=False).encode("utf-8", "replace"))
    except (ValueError, RecursionError) as error:
        raise WireError("a frame's header is not JSON.") from error
    if not isinstance(parsed, dict):
        raise WireError("a frame's header is not an object.")
    return parsed, Unpacker(payload, parsed.get("buffers"), device)
