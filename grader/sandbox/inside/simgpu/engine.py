"""Lets autograd run a backward pass on the second simulated device.

Autograd keeps one queue and one thread for each accelerator device and counts them once, before the first backward
pass, by asking every registered device guard. A guard written in Python can only answer 1. So for the length of one
tiny backward pass a second guard, under a device type that nothing uses, answers 2; then it is taken away again.
To PyTorch it is a C++ object. All its methods are one callback that returns the count, so their order does not matter.
"""

from __future__ import annotations

import ctypes
from pathlib import Path
from typing import Any

import torch

from grader.sandbox.inside.simgpu.memory import BACKEND, DEVICE_COUNT

# c10::impl::device_guard_impl_registry: one pointer for each device type, exported by libc10.
_REGISTRY = "_ZN3c104impl26device_guard_impl_registryE"
_METHODS = 64
_UNUSED_TYPE = int(torch._C._autograd.DeviceType.FPGA)  # type: ignore[call-overload]  # an enum of C++, an int there


def start_queues(keep: list[Any]) -> int:
    """Make autograd start a queue for each simulated device; must come before the process's first backward pass.

    Args:
        keep: what must outlive the threads that autograd starts is added here.

    Returns:
        how many devices have a queue: all, or one where PyTorch's table of guards is not to be found.

    Raises:
        RuntimeError: autograd has counted its devices before.
    """
    registry = _guard_registry()
    if registry is not None:
        callback = ctypes.CFUNCTYPE(ctypes.c_int8, ctypes.c_void_p)(lambda guard: DEVICE_COUNT)
        methods = (ctypes.c_void_p * _METHODS)(*[ctypes.cast(callback, ctypes.c_void_p).value] * _METHODS)
        guard = ctypes.c_void_p(ctypes.addressof(methods))
        keep += [callback, methods, guard]
        registry[_UNUSED_TYPE] = ctypes.addressof(guard)
    try:
        torch.autograd.backward(torch.ones((), device=f"{BACKEND}:0", requires_grad=True))
    except RuntimeError as error:
        raise RuntimeError("the accelerator must be installed before this process's first backward pass") from error
    finally:
        if registry is not None:
            registry[_UNUSED_TYPE] = None
    return DEVICE_COUNT if registry is not None else 1


def _guard_registry() -> Any:
    """PyTorch's table of device guards, or None where the library does not show it under the name known here."""
    for library in (Path(torch.__file__).parent / "lib").glob("libc10.*"):
        try:
            table = (ctypes.c_void_p * (_UNUSED_TYPE + 1)).in_dll(ctypes.CDLL(str(library)), _REGISTRY)
        except (OSError, ValueError):
            continue
        return table if table[_UNUSED_TYPE] is None else None
    return None
