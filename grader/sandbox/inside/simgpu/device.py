"""The simulated accelerator: devices simgpu:0 and simgpu:1 on a machine that has none.

A learner sees what CUDA shows: tensors that NumPy cannot read, operands that must share a device, gradients that live
where their tensors live. The numbers are the CPU's. Its parts: `simulated_memory` (one memory under two device names),
`simulated_dispatch` and `simulated_kernels` (operators), `simulated_engine` (backward on the second device).

Covered: dense tensors of any dtype, views, autograd, nn, torch.optim, generators, deepcopy. Not covered: sparse and
quantised tensors, convolutions, streams and events, pickling, legacy constructors such as `torch.simgpu.FloatTensor`.
"""

from __future__ import annotations

import contextlib
import copy
import functools
from collections.abc import Callable
from typing import Any, Self

import torch
from torch.utils.backend_registration import _setup_privateuseone_for_python_backend

from grader.sandbox.inside.simgpu.dispatch import run_operator
from grader.sandbox.inside.simgpu.draws import refusing_foreign_generators, replaced
from grader.sandbox.inside.simgpu.engine import start_queues
from grader.sandbox.inside.simgpu.guard import Rescue, RescuingEngine, guard_with
from grader.sandbox.inside.simgpu.kernels import converted
from grader.sandbox.inside.simgpu.memory import BACKEND
from grader.sandbox.inside.simgpu.module import Generator, SimulatedModule

# Taken before any learner's code runs, which may patch torch.Tensor.
_deepcopy_on_cpu: Callable[..., torch.Tensor] = torch.Tensor.__deepcopy__
_detach, _to, _as_subclass = torch._C.TensorBase.detach, torch._C.TensorBase.to, torch._C.TensorBase.as_subclass


class _SimulatedDevices:
    """The installed accelerator; inside `with`, the few names know it that a backend written in Python cannot reach.

    These are `torch.Generator` and what draws with one (see `draws`), `Tensor.__deepcopy__`, `Tensor.new_tensor` and
    `Tensor.new`, which would take the current device for the tensor's own, and autograd's engine (see `guard`).

    Attributes:
        backward_on: the devices that can run a backward pass: both, or simgpu:0 alone (see `simulated_engine`).
    """

    def __init__(self, backward_on: tuple[torch.device, ...], rescue: Rescue, registered: tuple[Any, ...]) -> None:
        self.backward_on = backward_on
        self._rescue = rescue
        # PyTorch drops what it knows about the backend when these are collected.
        self._registered = registered
        self._patches: list[contextlib.ExitStack] = []

    def __enter__(self) -> Self:
        """Replace the names."""
        patches = contextlib.ExitStack()
        variable: Any = torch.autograd.Variable
        engine = RescuingEngine(variable._execution_engine, self._rescue)
        patches.enter_context(replaced(variable, "_execution_engine", engine))
        patches.enter_context(replaced(torch, "Generator", Generator))
        patches.enter_context(refusing_foreign_generators())
        patches.enter_context(replaced(torch.Tensor, "__deepcopy__", _deepcopy_anywhere))
        patches.enter_context(replaced(torch.Tensor, "new_tensor", _on_own_device(torch.Tensor.new_tensor)))
        patches.enter_context(replaced(torch.Tensor, "new", _on_own_device(torch.Tensor.new)))
        self._patches.append(patches)
        return self

    def __exit__(self, *error: object) -> None:
        """Put the names back."""
        self._patches.pop().close()


@functools.cache
def prepare() -> Any:
    """Put the simulated devices' kernel in place, for good; there are no devices before `install`.

    It touches every operator of PyTorch. Done in the template, that memory is shared by all workers; in a worker, to make
    it its own takes some 30 ms.
    """
    library: Any = torch.library.Library
    everything = library("_", "IMPL")
    everything.fallback(run_operator, "PrivateUse1")
    return everything


@functools.cache
def install() -> _SimulatedDevices:
    """Register devices simgpu:0 and simgpu:1 in this process, for good; a second call returns the first one's answer.

    Call it after the process has locked itself down: autograd starts a thread for each device, and a thread keeps the
    rights it was born with. Call it before the first backward pass: autograd counts devices once.

    Raises:
        RuntimeError: another backend holds PyTorch's one place for an out-of-tree device, or autograd ran before.
    """
    rescue = Rescue()
    _setup_privateuseone_for_python_backend(BACKEND, SimulatedModule(), device_guard=guard_with(rescue))
    library: Any = torch.library.Library
    everything, aten = prepare(), library("aten", "IMPL")
    # PyTorch's own kernel for `Tensor.to(..., non_blocking=True)` wants pinned memory, which needs a C++ allocator.
    aten.impl("_to_copy", converted, "PrivateUse1")
    # Makes `net.to("simgpu")` keep its Parameter objects, as `net.to("cuda")` does.
    aten.impl("_has_compatible_shallow_copy_type", lambda tensor, other: True, "PrivateUse1")
    # A copy is what resolves a lazy conjugate or negative, so it must not ask for a resolved one first.
    for lazy in ("Conjugate", "Negative"):
        aten.impl("_copy_from", torch.library.fallthrough_kernel, lazy)
    keep: list[Any] = [everything, aten]
    count = start_queues(keep)
    return _SimulatedDevices(tuple(torch.device(BACKEND, index) for index in range(count)), rescue, tuple(keep))


def cpu_copy(tensor: torch.Tensor) -> torch.Tensor:
    """The numbers of a dense tensor on any device as a plain CPU tensor: no graph, no subclass, memory of its own."""
    with torch._C.DisableTorchFunction():
        return _as_subclass(_to(_detach(tensor), "cpu", copy=True), torch.Tensor)


def _on_own_device(method: Callable[..., torch.Tensor]) -> Callable[..., torch.Tensor]:
    """The method, which makes a tensor from another, with the other's device where none is asked for."""

    @functools.wraps(method)
    def make(self: torch.Tensor, *args: Any, **kwargs: Any) -> torch.Tensor:
        if self.device.type == BACKEND:
            kwargs.setdefault("device", self.device)
        return method(self, *args, **kwargs)

    return make


def _deepcopy_anywhere(tensor: torch.Tensor, memo: dict[int, Any]) -> torch.Tensor:
    """`Tensor.__deepcopy__`, which on the CPU copies a storage; a simulated device cannot allocate one by itself."""
    if tensor.device.type != BACKEND or not tensor.is_leaf or id(tensor) in memo:
        return _deepcopy_on_cpu(tensor, memo)
    twin = tensor.detach().clone().requires_grad_(tensor.requires_grad)
    twin.grad = copy.deepcopy(tensor.grad, memo)
    twin.__dict__ = copy.deepcopy(tensor.__dict__, memo)
    memo[id(tensor)] = twin
    return twin
