"""One piece of memory under two names: a CPU tensor and a tensor of the simulated accelerator.

DLPack (https://dmlc.github.io/dlpack/latest/c_api.html) is how libraries hand tensors over without copying: a capsule
holds the address, the shape and the *device*. A capsule whose device field is rewritten from "CPU" to "extension device
1" comes back as a genuine tensor of simgpu:1 at the same address. Storage, views, `.data` and autograd are then
PyTorch's own; only arithmetic has to be provided (`simulated_dispatch`).
"""

from __future__ import annotations

import ctypes

import torch

BACKEND = "simgpu"
DEVICE_COUNT = 2
# DLDeviceType: kDLCPU, and kDLExtDev, which PyTorch reads as its out-of-tree backend.
_CPU_KIND = 1
_EXTENSION_KIND = 12
# struct DLTensor starts with `void *data; int32_t device_type; int32_t device_id`.
_DEVICE_OFFSET_BYTES = ctypes.sizeof(ctypes.c_void_p)

_device_fields = ctypes.c_int32 * 2
_address_in = ctypes.pythonapi.PyCapsule_GetPointer
_address_in.restype = ctypes.c_void_p
_address_in.argtypes = [ctypes.py_object, ctypes.c_char_p]
_pack, _unpack = torch._C._to_dlpack, torch._C._from_dlpack


def host_alias(tensor: torch.Tensor) -> torch.Tensor:
    """The CPU tensor that shares the memory of a simulated one: same shape, strides and dtype, no graph."""
    alias = _renamed(tensor, _CPU_KIND, 0)
    if tensor.is_conj():
        alias = alias.conj()
    return torch._neg_view(alias) if tensor.is_neg() else alias


def device_alias(tensor: torch.Tensor, index: int) -> torch.Tensor:
    """The tensor on simgpu:`index` that shares the memory of a CPU one: same shape, strides and dtype, no graph."""
    # DLPack knows no lazy conjugate or negative.
    return _renamed(tensor.resolve_conj().resolve_neg(), _EXTENSION_KIND, index)


def _renamed(tensor: torch.Tensor, kind: int, index: int) -> torch.Tensor:
    capsule = _pack(tensor)
    fields = _device_fields.from_address(_address_in(capsule, b"dltensor") + _DEVICE_OFFSET_BYTES)
    fields[0], fields[1] = kind, index
    return _unpack(capsule)


def checked_index(device: torch.device) -> int:
    """Number of the simulated device; "simgpu" alone means 0, and one that is not there raises `RuntimeError`."""
    index = device.index or 0
    if index >= DEVICE_COUNT:
        there = " and ".join(f"{BACKEND}:{i}" for i in range(DEVICE_COUNT))
        raise RuntimeError(f"invalid device ordinal: {device} does not exist; the devices here are {there}")
    return index
