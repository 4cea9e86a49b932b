"""The few operators that the simulated accelerator does not leave to the CPU's kernel as they are.

They are about memory rather than numbers: copies between devices, views by offset, and tensors that grow.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch._ops import OpOverload

from grader.sandbox.inside.simgpu.memory import BACKEND, checked_index, device_alias, host_alias

aten = torch.ops.aten
# Taken before any learner's code runs, which may patch torch.Tensor.
_index_of = torch._C.TensorBase.get_device


def restrided(base: torch.Tensor, size: Any, stride: Any, storage_offset: int | None = None) -> torch.Tensor:
    """`Tensor.as_strided`, whose offset counts from the storage's start, out of two operators that need no data."""
    view: torch.Tensor = aten.alias.default(base)
    aten.as_strided_.default(view, size, stride, base.storage_offset() if storage_offset is None else storage_offset)
    return view


def _host_of(tensor: torch.Tensor) -> torch.Tensor:
    """The tensor itself when it is on the CPU, else the CPU tensor of the same memory."""
    return tensor if _index_of(tensor) < 0 else host_alias(tensor)


def _copy_from(source: torch.Tensor, target: torch.Tensor, non_blocking: bool = False) -> torch.Tensor:
    """Copy between any two devices: the one operator that takes tensors of several."""
    _host_of(target).copy_(_host_of(source))
    return target


def _resize(tensor: torch.Tensor, size: list[int], *, memory_format: torch.memory_format | None = None) -> torch.Tensor:
    """`Tensor.resize_`: the numbers that fit are kept."""
    old = host_alias(tensor).reshape(-1)
    new = torch.empty(size, dtype=tensor.dtype, memory_format=memory_format or torch.contiguous_format)
    kept = min(old.numel(), new.numel())
    new.view(-1)[:kept] = old[:kept]
    tensor.data = device_alias(new, _index_of(tensor))
    return tensor


def converted(
    tensor: torch.Tensor,
    *,
    dtype: torch.dtype | None = None,
    device: torch.device | None = None,
    memory_format: torch.memory_format | None = None,
    **how: Any,
) -> torch.Tensor:
    """`Tensor.to` from a simulated device. `how` asks for pinned memory and overlap, which change no number."""
    host: torch.Tensor = aten._to_copy.default(host_alias(tensor), dtype=dtype, memory_format=memory_format)
    if device is None:
        return device_alias(host, _index_of(tensor))
    return device_alias(host, checked_index(device)) if device.type == BACKEND else host.to(device)


OWN_KERNELS: dict[OpOverload, Callable[..., torch.Tensor]] = {
    aten._copy_from.default: _copy_from,
    aten.as_strided.default: restrided,
    aten.resize_.default: _resize,
}
