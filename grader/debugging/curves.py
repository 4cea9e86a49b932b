"""Curves: numbers over time or place. As text in a record, and how far apart two of them look."""

from __future__ import annotations

import math
from collections.abc import Sequence

_DIGITS = 5


def as_text(curve: Sequence[float]) -> str:
    """A curve as one line of numbers."""
    return " ".join(f"{value + 0.0:.{_DIGITS}g}" for value in curve)


def from_text(text: str) -> list[float]:
    """The curve of such a line."""
    return [float(word) for word in text.split()]


def distance(curve: Sequence[float], other: Sequence[float], scale: float) -> float:
    """How different two curves look, 0 for the same: the mean gap in units of `scale`, large gaps counted less.

    A place that only one of them has, or where only one is a number, counts as a gap of one.
    """
    shorter, longer = sorted((len(curve), len(other)))
    gaps = [_gap(a, b, scale) for a, b in zip(curve, other, strict=False)]
    return (sum(gaps) + longer - shorter) / max(longer, 1)


def size(curve: Sequence[float]) -> float:
    """The height of a curve: from its lowest number to its highest, or the highest where all are alike; never 0."""
    finite = [value for value in curve if math.isfinite(value)]
    if not finite:
        return 1.0
    return (max(finite) - min(finite)) or abs(finite[0]) or 1.0


def _gap(a: float, b: float, scale: float) -> float:
    if not (math.isfinite(a) and math.isfinite(b)):
        return 0.0 if str(a) == str(b) else 1.0
    return min(1.0, abs(math.asinh(a / scale) - math.asinh(b / scale)))
