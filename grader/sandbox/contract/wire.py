"""Frames on the pipe: a capped JSON header that describes values, then their raw bytes.

    frame  = "AGF1" | header length, u32 LE | payload length, u64 LE | header, JSON | payload
    header = any JSON object; values inside it are trees of nodes, numbers of tensors lie in the payload

Nothing is ever unpickled or evaluated; `wire_reader.py` is the reader.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch

MAGIC = b"AGF1"
PREFIX = struct.Struct("<4sIQ")
TEXT_LIMIT = 200_000

TENSOR_DTYPES = {
    str(dtype).removeprefix("torch."): dtype
    for dtype in (
        torch.bool, torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64, torch.uint16, torch.uint32, torch.uint64,
        torch.float16, torch.bfloat16, torch.float32, torch.float64, torch.complex64, torch.complex128,
    )
}  # fmt: skip
ARRAY_DTYPES = {
    np.dtype(name).name: np.dtype(name)
    for name in ("?", "u1", "i1", "u2", "i2", "u4", "i4", "u8", "i8", "f2", "f4", "f8", "c8", "c16")
}


@dataclass(frozen=True)
class TensorFacts:
    """What the far side says of a tensor besides its numbers.

    Attributes:
        device: its device, such as "cpu" or "simgpu:0".
        requires_grad, has_graph: whether it asks for gradients; whether it has a `grad_fn`.
        contiguous: whether its memory is contiguous.
        shares_memory_with: index of the top-level argument whose memory it shares, or None.
        kind: its class, "Tensor" or "Parameter".
    """

    device: str = "cpu"
    requires_grad: bool = False
    has_graph: bool = False
    contiguous: bool = True
    shares_memory_with: int | None = None
    kind: str = "Tensor"


@dataclass(frozen=True)
class Opaque:
    """A value that does not cross; `what` says what it was, such as "a sparse tensor" or "function"."""

    what: str


@dataclass(frozen=True)
class DeviceName:
    """A `torch.device`, as its name: the trusted side may not have that device."""

    name: str


@dataclass
class Packer:
    """Turns values into a JSON tree and a list of buffers."""

    buffers: list[bytes] = field(default_factory=list)

    def keep(self, data: bytes) -> int:
        """Store one buffer and return its index."""
        self.buffers.append(data)
        return len(self.buffers) - 1

    def tensor(self, tensor: torch.Tensor, facts: TensorFacts) -> dict[str, Any]:
        """A dense CPU tensor as a node; `order` lists its axes from the widest stride to the narrowest."""
        plain = tensor.detach().resolve_conj().resolve_neg()
        strides = plain.stride()
        order = sorted(range(plain.dim()), key=lambda axis: (-strides[axis], axis))
        dense = plain.permute(order).contiguous()
        # Not reshape(-1), which leaves an axis of size 1 the stride that it has, and view() wants 1.
        flat = dense.as_strided((dense.numel(),), (1,))
        raw = flat.view(torch.uint8).numpy().tobytes() if dense.numel() else b""
        name = str(dense.dtype).removeprefix("torch.")
        node = {"T": self.keep(raw), "dtype": name, "shape": list(dense.shape), "facts": vars(facts)}
        return node if order == sorted(order) else {**node, "order": order}

    def value(self, value: Any) -> Any:
        """Any plain value as a node; what does not cross becomes an `Opaque` node."""
        if value is None or isinstance(value, bool):
            return value
        if type(value) is int:
            return {"i": str(value)} if abs(value) < 1 << 256 else {"o": "an int of more than 256 bits"}
        if isinstance(value, float) and type(value) is float:
            return {"f": value.hex()}
        if type(value) is str:
            return value[:TEXT_LIMIT]
        if type(value) is torch.Tensor:
            return self.tensor(value, TensorFacts(requires_grad=value.requires_grad))
        return self.container(value)

    def container(self, value: Any) -> Any:
        """Lists, tuples, dicts, arrays, bytes and NumPy scalars."""
        if type(value) is list:
            return {"l": [self.value(item) for item in value]}
        if isinstance(value, tuple):
            return {"t": [self.value(item) for item in value]}
        if isinstance(value, dict) and all(type(key) is str for key in value):
            return {"d": [[key, self.value(item)] for key, item in value.items()]}
        if type(value) is bytes:
            return {"b": self.keep(value)}
        if isinstance(value, np.ndarray | np.generic) and value.dtype.name in ARRAY_DTYPES:
            kind = "A" if isinstance(value, np.ndarray) else "s"
            data = np.ascontiguousarray(value).tobytes()
            return {kind: self.keep(data), "dtype": value.dtype.name, "shape": list(value.shape)}
        if isinstance(value, torch.device | DeviceName):
            return {"device": value.name if isinstance(value, DeviceName) else str(value)}
        if isinstance(value, torch.dtype):
            return {"o": str(value)}
        return {"o": value.what if isinstance(value, Opaque) else type(value).__name__}


def frame(header: Mapping[str, Any], packer: Packer) -> bytes:
    """The bytes of one frame; `header` may hold nodes made by `packer`."""
    text = json.dumps({**header, "buffers": [len(data) for data in packer.buffers]}).encode()
    payload = b"".join(packer.buffers)
    return PREFIX.pack(MAGIC, len(text), len(payload)) + text + payload
