"""Turns what the learner's code returned into nodes of a reply.

Torch's own methods are taken from the C base class when this file is imported, before the learner's code runs: a
patched `torch.Tensor.detach` does not change what is read here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch

from grader.sandbox.contract.wire import Packer, TensorFacts

_Span = tuple[int, int]
_storage = torch._C.TensorBase.untyped_storage
_detach = torch._C.TensorBase.detach
_is_contiguous = torch._C.TensorBase.is_contiguous


class ReplyPacker(Packer):
    """A packer that accepts exact dense tensors only and notes what else is true of them."""

    def __init__(self, to_cpu: Callable[[torch.Tensor], torch.Tensor], inputs: Sequence[Any] = ()) -> None:
        super().__init__()
        self.to_cpu = to_cpu
        self.spans = [_span_of(value) for value in inputs]

    def value(self, value: Any) -> Any:
        """A node for any value; see `Packer.value`."""
        if isinstance(value, torch.Tensor):
            return self.learner_tensor(value)
        return super().value(value)

    def learner_tensor(self, value: torch.Tensor) -> Any:
        """A tensor's node with its facts, or an opaque node when it is not a plain dense tensor that holds data."""
        kind = type(value).__name__
        if kind not in ("Tensor", "Parameter"):
            return {"o": f"a {kind} (a subclass of Tensor)"}
        unusual = _unusual_layout(value)
        if unusual:
            return {"o": unusual}
        plain = self.to_cpu(value)
        facts = TensorFacts(
            device=str(value.device),
            requires_grad=value.requires_grad,
            has_graph=value.grad_fn is not None,
            contiguous=_is_contiguous(value),
            shares_memory_with=self.alias_of(_span_of(value)),
            kind="Parameter" if isinstance(value, torch.nn.Parameter) else "Tensor",
        )
        return self.tensor(plain, facts)

    def alias_of(self, span: _Span | None) -> int | None:
        """Index of the first input whose memory overlaps `span`, or None."""
        if span is None:
            return None
        for index, other in enumerate(self.spans):
            if other is not None and span[0] < other[1] and other[0] < span[1]:
                return index
        return None


def _unusual_layout(value: torch.Tensor) -> str | None:
    """Why the tensor cannot be read as dense numbers, or None."""
    if value.layout is not torch.strided:
        return f"a {str(value.layout).removeprefix('torch.').replace('_', ' ')} tensor"
    if value.is_quantized:
        return "a quantised tensor"
    if value.device.type == "meta":
        return "a meta tensor, which holds no numbers"
    return "a nested tensor" if value.is_nested else None


def _span_of(value: Any) -> _Span | None:
    """First and last address of the memory behind a tensor or array, or None when there is none."""
    if isinstance(value, np.ndarray):
        low, high = np.lib.array_utils.byte_bounds(value)
        return (low, high) if value.size else None
    if not isinstance(value, torch.Tensor) or _unusual_layout(value):
        return None
    storage = _storage(_detach(value))
    return (storage.data_ptr(), storage.data_ptr() + storage.nbytes()) if storage.nbytes() else None
