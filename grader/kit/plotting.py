"""Curves that a check draws beside its verdict, such as the learner's losses beside the reference's.

They are for reports only: no point depends on them, and whatever the submission sent instead of numbers is left out.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from numbers import Real
from typing import Any

import numpy as np
import torch

from grader.kit.submission import Submission
from grader.outcome import Curve, Line, Plane

MOST_POINTS = 100
_GRID = 24
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


def draw_plane(
    submission: Submission, title: str, x: torch.Tensor, y: torch.Tensor, model: Callable[[torch.Tensor], torch.Tensor]
) -> None:
    """Add samples of two classes to the report, and what a model says between them.

    Args:
        submission: whose check this is.
        title: a few words, such as "what fit has learned".
        x: samples, (n, 2); the first hundred are drawn.
        y: their labels 0 or 1, (n, 1) or (n,).
        model: from points (m, 2), float64, to probabilities of class 1, m numbers; made of values that came through the pipe.
    """
    points, labels = x[:MOST_POINTS].double(), y.flatten()[:MOST_POINTS].long()
    margin = 0.08 * (points.amax(0) - points.amin(0)).clamp(min=1e-3)
    (low_x, low_y), (high_x, high_y) = (points.amin(0) - margin).tolist(), (points.amax(0) + margin).tolist()
    across, up = torch.linspace(low_x, high_x, _GRID), torch.linspace(low_y, high_y, _GRID)
    grid = torch.stack([across.repeat(_GRID), up.repeat_interleave(_GRID)], 1)
    said = model(grid.double()).detach().flatten().double()
    right = int(((model(points).flatten() >= 0.5) == (labels == 1)).sum())
    words = (
        f"{len(labels)} samples of two classes; {right} of them lie on the side that the model gives to their class."
    )
    rows = tuple(tuple(_share(value) for value in row) for row in said.reshape(_GRID, _GRID).tolist())
    rounded = [tuple(round(value, 4) for value in column) for column in points.T.tolist()]
    box = (round(low_x, 4), round(high_x, 4), round(low_y, 4), round(high_y, 4))
    submission.transcript.planes.append(Plane(title, words, box, rounded[0], rounded[1], tuple(labels.tolist()), rows))


def _share(value: float) -> float | None:
    """A probability with two digits, None for what is none."""
    return round(min(1.0, max(0.0, value)), 2) if math.isfinite(value) else None


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
