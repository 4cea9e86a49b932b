"""What fuzzing and the hostile corpus have found in replies; `test_fuzzing.py` tries each one again every time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Finding:
    """One reply that was trouble.

    Attributes:
        what: what was wrong and what it did.
        header: the header's own fields, or its bytes.
        payload: the raw bytes behind it.
        readable: whether it is a reply all the same.
    """

    what: str
    header: dict[str, Any] | bytes
    payload: bytes = b""
    readable: bool = False


HUGE = 1 << 39
REPLIES = (
    Finding(
        "an empty tensor of huge strides raised RuntimeError in torch",
        {"status": "ok", "buffers": [0], "value": {"T": 0, "dtype": "float32", "shape": [0, HUGE, HUGE]}},
    ),
    Finding(
        "gradients that are no tensors broke a check",
        {"status": "ok", "buffers": [], "value": None, "gradients": {"l": ["finite", {"i": "5"}]}},
        readable=True,
    ),
    Finding(
        "half a surrogate pair in an error's text could not be stored",
        {
            "status": "raised",
            "buffers": [],
            "error": {"type": "\ud800", "text": "\udfff", "frames": [[1, "\ud800", ""]]},
        },
        readable=True,
    ),
    Finding("a million empty buffers took seconds", {"status": "ok", "buffers": [0] * 1_000_000, "value": None}),
)
