"""Random numbers for the CPU must not come from a generator of a simulated device, as with CUDA: the CPU's kernels cannot tell."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Iterator
from typing import Any

import torch

from grader.sandbox.inside.simgpu.memory import BACKEND
from grader.sandbox.inside.simgpu.module import is_of_the_device

_FUNCTIONS = ("rand", "randn", "randint", "randperm", "normal", "multinomial", "bernoulli", "poisson")
_METHODS = (
    *("normal_", "uniform_", "random_", "bernoulli_", "exponential_", "geometric_", "cauchy_", "log_normal_"),
    *("multinomial", "bernoulli"),
)


@contextlib.contextmanager
def refusing_foreign_generators() -> Iterator[None]:
    """Replace the names under which random numbers are drawn."""
    with contextlib.ExitStack() as patches:
        for holder, names in ((torch, _FUNCTIONS), (torch.Tensor, _METHODS)):
            for name in names:
                patches.enter_context(replaced(holder, name, _refusing(getattr(holder, name))))
        yield


@contextlib.contextmanager
def replaced(holder: Any, name: str, value: Any) -> Iterator[None]:
    """`holder.name` is `value` for the length of the block."""
    missing = object()
    former = vars(holder).get(name, missing)
    setattr(holder, name, value)
    try:
        yield
    finally:
        if former is missing:
            delattr(holder, name)
        else:
            setattr(holder, name, former)


def _refusing(draw: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(draw)
    def drawn(*args: Any, **options: Any) -> Any:
        numbers, generator = draw(*args, **options), options.get("generator")
        of_the_device = isinstance(generator, torch._C.Generator) and is_of_the_device(generator)
        if of_the_device and isinstance(numbers, torch.Tensor) and numbers.device.type == "cpu":
            raise RuntimeError(f"Expected a 'cpu' device type for generator but found '{BACKEND}'")
        return numbers

    return drawn
