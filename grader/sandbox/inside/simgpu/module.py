"""What PyTorch and learners find under the accelerator's name: `torch.simgpu`, and generators made for it."""

from __future__ import annotations

import weakref
from typing import Self

import torch

from grader.sandbox.inside.simgpu.memory import BACKEND, DEVICE_COUNT, checked_index


class SimulatedModule:
    """`torch.simgpu`, after the pattern of `torch.cuda`."""

    def is_available(self) -> bool:
        """Whether there is such a device: always."""
        return True

    def is_initialized(self) -> bool:
        """Whether the device is ready for use: always."""
        return True

    def device_count(self) -> int:
        """How many devices there are."""
        return DEVICE_COUNT

    def current_device(self) -> int:
        """Number of the device that plain "simgpu" means."""
        return 0

    def get_device_name(self, device: torch.device | int | str | None = None) -> str:
        """A name to print."""
        return "simulated accelerator"

    def synchronize(self, device: torch.device | int | str | None = None) -> None:
        """Return at once: nothing runs asynchronously here."""

    def manual_seed(self, seed: int) -> None:
        """Return at once: the CPU's generator draws the device's numbers, and `torch.manual_seed` seeds that."""

    def manual_seed_all(self, seed: int) -> None:
        """As `manual_seed`."""

    def get_amp_supported_dtype(self) -> list[torch.dtype]:
        """Types for `torch.autocast`; `torch.utils.checkpoint` asks, too."""
        return [torch.bfloat16, torch.float16]

    def _is_in_bad_fork(self) -> bool:
        return False


# Generators that stand for a simulated device, by the address under which PyTorch hands them on.
_made: weakref.WeakValueDictionary[int, Generator] = weakref.WeakValueDictionary()


def is_of_the_device(generator: torch._C.Generator) -> bool:
    """Whether a generator, under whatever Python object it comes, was made for a simulated device."""
    return generator._cdata in _made  # type: ignore[attr-defined]  # not in the stubs


class _AnyGenerator(type(torch.Generator)):  # type: ignore[misc]  # PyTorch's metaclass has no public name
    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, torch._C.Generator)


class Generator(torch._C.Generator, metaclass=_AnyGenerator):
    """`torch.Generator` that can be made for a simulated device too; the CPU's draws the numbers."""

    _stands_for: torch.device

    def __new__(cls, device: torch.device | str | int | None = None) -> Self:
        """A generator of `device` (default: CPU); `RuntimeError` for a simulated device that is not there."""
        wanted = torch.device("cpu" if device is None else device)
        simulated = wanted.type == BACKEND
        generator = super().__new__(cls, "cpu" if simulated else wanted)  # type: ignore[call-arg]  # stubs know __init__
        generator._stands_for = torch.device(BACKEND, checked_index(wanted)) if simulated else wanted
        if simulated:
            _made[generator._cdata] = generator  # type: ignore[attr-defined]  # likewise
        return generator

    @property
    def device(self) -> torch.device:  # type: ignore[override]  # a read-only attribute there, a property here
        """The device that it was made for."""
        return self._stands_for
