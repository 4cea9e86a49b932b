"""The accelerator's device guard, and how an exception gets past it.

Autograd runs backward on a device in a thread of that device, and on its way out of a failed step asks the guard for its
device type, in a C++ destructor that may not fail. A guard written in Python fails there when the step raised in Python
(a tensor hook, say), because Python refuses calls while an exception is pending, and the process would be aborted. So
this guard's `type_` is a call into Python's C API that puts the pending exception aside before any Python code runs, and
`RescuingEngine` raises it again where `backward` was called.
"""

from __future__ import annotations

import ctypes
import functools
from typing import Any

import torch

_drop = ctypes.pythonapi.Py_DecRef
_drop.argtypes = [ctypes.c_void_p]


class Rescue:
    """Exceptions that were put aside, the latest last."""

    def __init__(self) -> None:
        self.errors: list[BaseException] = []
        self._pending = [ctypes.c_void_p() for _ in range(3)]
        self._references = [ctypes.byref(part) for part in self._pending]
        # Indexing, unlike the attribute, makes a function object of our own, whose result type nobody else uses.
        fetch = ctypes.pythonapi["PyErr_Fetch"]
        fetch.restype = self._device_type
        self.device_type = functools.partial(fetch, *self._references)

    def _device_type(self, result: int) -> Any:
        """Keep what was pending, if anything; the answer is the device type."""
        if self._pending[0].value:
            ctypes.pythonapi.PyErr_NormalizeException(*self._references)
            error, trace = (ctypes.cast(part, ctypes.py_object).value if part else None for part in self._pending[1:])
            self.errors.append(error.with_traceback(trace) if error else SystemError("an exception without a value"))
            for part in self._pending:
                _drop(part.value)
                part.value = None
        return torch._C._autograd.DeviceType.PrivateUse1


def guard_with(rescue: Rescue) -> torch._C._acc.DeviceGuard:
    """The device guard. Of all that PyTorch asks of one, only the device type is answered from Python.

    `type_` must be found in the first place where Python looks: a lookup that goes on drops a pending exception.
    """
    guard_class: type[torch._C._acc.DeviceGuard] = type(
        "Guard", (torch._C._acc.DeviceGuard,), {"__slots__": (), "type_": staticmethod(rescue.device_type)}
    )
    return guard_class()


class RescuingEngine:
    """Autograd's engine, raising what was put aside where PyTorch finds that the exception is gone."""

    def __init__(self, engine: Any, rescue: Rescue) -> None:
        self.engine, self.rescue = engine, rescue

    def __getattr__(self, name: str) -> Any:
        """Everything else is the engine's."""
        return getattr(self.engine, name)

    def run_backward(self, *args: Any, **kwargs: Any) -> Any:
        """Run; see the class."""
        try:
            return self.engine.run_backward(*args, **kwargs)
        except SystemError:
            if not self.rescue.errors:
                raise
            raise self.rescue.errors.pop() from None
