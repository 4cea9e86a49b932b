"""Curves that a check draws beside its verdict, such as the learner's losses beside the reference's.

They are for reports only: no point depends on them, and whatever the submission sent instead of numbers is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from numbers import Real
from typing import Any

import numpy as np
import torch

from grader.drawings.curves import Curve, Line
from grader.kit.submission import Submission

MOST_POINTS = 100
# What is larger than this is a gap like inf and nan: no axis shows it beside other numbers.
_LARGEST = 1e30


def plot(submission: Submission, title: str, lines: Mapping[str, Any], *, x_label: str, y_label: str) -> None:
    """Add a curve to the report.

    Args:
        submission: whose check this is.
        title: a few words, such as "loss of fit".
        lines: label to values, (n,) numbers in any container; the submission's own comes first, and without it
            nothing is drawn.
        x_label: what the values are counted by, such as "epoch"; it starts at 0.
        y_label: what they are.
    """
    drawn = [(label, points) for label, values in lines.items() if (points := _points_of(values))]
    if drawn and drawn[0][0] == next(iter(lines)):
        curve = Curve(title, x_label, y_label, tuple(_line(label, points) for label, points in drawn))
        submission.transcript.curves.append(curve)


def _line(label: str, points: list[float | None]) -> Line:
    """A line through every n-th point, so that a report stays small however long the training was."""
    step = -(-len(points) // MOST_POINTS)
    return Line(label, tuple(range(0, len(points), step)), tuple(points[::step]))


def _points_of(values: Any) -> list[float | None]:
    """The values as six-digit floats, None where one is not finite; empty where they are no list of numbers."""
    if isinstance(values, torch.Tensor | np.ndarray):
        values = values.tolist()
    if not isinstance(values, list | tuple) or not all(isinstance(value, Real) for value in values):
        return []
    points = [float(f"{float(value):.6g}") if abs(value) <= _LARGEST else None for value in values]
    return points if any(point is not None for point in points) else []


def losses_of(result: Any) -> Any:
    """What a fit that must return (w, b, losses) gave as losses; None where it returned anything but three things."""
    return result[2] if isinstance(result, tuple | list) and len(result) == 3 else None
