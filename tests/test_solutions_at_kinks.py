"""The solutions are judged as hard as anybody's: at a kink they have the slope of one of its sides."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
import torch

SOLUTIONS = Path(__file__).resolve().parents[1] / "solutions"


def solution(exercise: str) -> ModuleType:
    """The solution as a module."""
    spec = importlib.util.spec_from_file_location(f"solution_of_{exercise}", SOLUTIONS / f"{exercise}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("shape", [(), (1,), (3, 1)], ids=str)
@pytest.mark.parametrize(
    ("exercise", "function", "sides"),
    [
        ("exercise4", "relu", (0.0, 1.0)),
        ("exercise4", "selu", (1.0507, 1.7581)),
        ("exercise4", "tanh", (1.0, 1.0)),
        ("exercise3", "sigmoid", (0.25, 0.25)),
    ],
)
def test_the_slope_at_zero_is_that_of_a_side(
    exercise: str, function: str, sides: tuple[float, float], shape: tuple[int, ...]
) -> None:
    """Also for a tensor without axes."""
    x = torch.zeros(shape, requires_grad=True)

    (slope,) = torch.autograd.grad(getattr(solution(exercise), function)(x).sum(), x)

    assert slope.shape == x.shape
    assert all(min(abs(float(value) - side) for side in sides) < 1e-4 for value in slope.flatten())
