"""What a curve looks like beside the right one: a closed list of shapes, each found by numbers and said in a sentence."""

from __future__ import annotations

import enum
import math
from collections.abc import Sequence
from dataclasses import dataclass

from grader.debugging.curves import distance, size

_TIMES = ("epoch", "step", "batch", "round")
"""Labels of an axis along which something happens; other curves are values by place."""
_FALLING = ("loss", "inertia")
"""Labels of what should fall in time."""
ALIKE = 0.01
FLAT = 1e-3


class Shape(enum.Enum):
    """What people say that they saw."""

    ALIKE = "nothing to see"
    NO_NUMBER = "nan or inf"
    FLAT = "stands still"
    RISES = "rises"
    FALLS_AND_RISES = "falls, then rises"
    JUMPS = "jumps up and down"
    NEGATIVE = "falls below zero"
    LENGTH = "another length"
    SLOWER = "ends too high"
    LOWER = "ends too low"
    ELSEWHERE = "other values"


@dataclass(frozen=True)
class Axes:
    """What the axes of a curve are called, and where along x its values stand."""

    x_label: str
    y_label: str
    start: float = 0
    step: float = 1

    def place(self, index: int) -> str:
        """Where a value stands: "epoch 12", "z = -6"."""
        where = f"{self.start + self.step * index:.4g}"
        return f"{self.x_label} {where}" if self.x_label in _TIMES else f"{self.x_label} = {where}"


def shape_of(curve: Sequence[float], right: Sequence[float], axes: Axes) -> Shape:
    """The first shape of the list that fits."""
    if len(curve) != len(right):
        return Shape.LENGTH
    if not all(map(math.isfinite, curve)) and all(map(math.isfinite, right)):
        return Shape.NO_NUMBER
    if distance(curve, right, size(right)) < ALIKE:
        return Shape.ALIKE
    falls = axes.x_label in _TIMES and axes.y_label in _FALLING
    return _over_time(curve, right) if falls else Shape.ELSEWHERE


def _over_time(curve: Sequence[float], right: Sequence[float]) -> Shape:
    first, low = curve[0], min(curve)
    drop = abs(right[0] - right[-1]) or 1.0
    last, aim = _end(curve), _end(right)
    tests = (
        (Shape.FLAT, size(curve) < FLAT * max(drop, abs(first)) or len(set(curve)) == 1),
        (Shape.JUMPS, _turns(curve, 0.1 * drop) > max(4, 2 * _turns(right, 0.1 * drop))),
        (Shape.NEGATIVE, low < 0 <= min(right)),
        (Shape.FALLS_AND_RISES, last > low + 0.15 * drop and first > low + 0.15 * drop),
        (Shape.RISES, last > first + 0.05 * drop),
        (Shape.SLOWER, last > aim + 0.01 * drop),
        (Shape.LOWER, last < aim - 0.01 * drop),
    )
    return next((shape for shape, fits in tests if fits), Shape.ELSEWHERE)


def sentence(curve: Sequence[float], right: Sequence[float], axes: Axes) -> str:
    """What is seen, with its numbers: "The loss falls to 0.31 at epoch 12, and then rises to 4.2."."""
    shape, what = shape_of(curve, right, axes), f"The {axes.y_label}"
    first, last = _said(curve[0]), _said(curve[-1])
    at = min(range(len(curve)), key=lambda index: curve[index] if math.isfinite(curve[index]) else math.inf)
    says = {
        Shape.ALIKE: lambda: f"{what} looks as it should.",
        Shape.NO_NUMBER: lambda: f"{what} is {_bad(curve)[1]} from {axes.place(_bad(curve)[0])} on.",
        Shape.FLAT: lambda: f"{what} stands still at {first}.",
        Shape.RISES: lambda: f"{what} rises, from {first} to {last}.",
        Shape.FALLS_AND_RISES: lambda: (
            f"{what} falls to {_said(curve[at])} at {axes.place(at)}, and then rises to {last}."
        ),
        Shape.JUMPS: lambda: f"{what} jumps up and down, between {_said(min(curve))} and {_said(max(curve))}.",
        Shape.NEGATIVE: lambda: f"{what} falls below zero, to {_said(min(curve))}.",
        Shape.LENGTH: lambda: f"The number of values is {len(curve)}; it should be {len(right)}.",
        Shape.SLOWER: lambda: f"{what} ends at {last}; a right program gets to {_said(right[-1])}.",
        Shape.LOWER: lambda: f"{what} ends at {last}, which is too good: a right program gets to {_said(right[-1])}.",
        Shape.ELSEWHERE: lambda: _elsewhere(curve, right, axes, what),
    }
    return says[shape]()


def _elsewhere(curve: Sequence[float], right: Sequence[float], axes: Axes, what: str) -> str:
    index = max(range(len(curve)), key=lambda at: _off(curve[at], right[at]))
    return (
        f"{what} is furthest off at {axes.place(index)}: {_said(curve[index])}, where {_said(right[index])} is right."
    )


def _off(a: float, b: float) -> float:
    return abs(a - b) if math.isfinite(a - b) else -1.0


def _bad(curve: Sequence[float]) -> tuple[int, str]:
    """Where the first value that is no number stands, and what it is."""
    return next((index, f"{value:g}") for index, value in enumerate(curve) if not math.isfinite(value))


def _turns(curve: Sequence[float], least: float) -> int:
    """How often a curve turns from falling to rising or back, by more than `least` both ways."""
    steps = [after - before for before, after in zip(curve, curve[1:], strict=False)]
    return sum(a * b < 0 and min(abs(a), abs(b)) > least for a, b in zip(steps, steps[1:], strict=False))


def _end(curve: Sequence[float]) -> float:
    """The mean of the last tenth: a single value may be noise."""
    tail = curve[-max(1, len(curve) // 10) :]
    return sum(tail) / len(tail)


def _said(value: float) -> str:
    return f"{value + 0.0:.3g}"
