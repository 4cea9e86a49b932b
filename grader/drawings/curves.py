"""A curve that a check draws, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self


@dataclass(frozen=True)
class Line:
    """One line of a curve: where its points stand, and their values; None is a gap (nan, inf)."""

    label: str
    x: tuple[int, ...]
    y: tuple[float | None, ...]


@dataclass(frozen=True)
class Curve:
    """A plot that a check adds to the report, such as the learner's losses (first) beside the reference's."""

    title: str
    x_label: str
    y_label: str
    lines: tuple[Line, ...]

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> Self:
        """The curve that `dataclasses.asdict` made plain."""
        lines = (Line(line["label"], tuple(line["x"]), tuple(line["y"])) for line in plain["lines"])
        return cls(plain["title"], plain["x_label"], plain["y_label"], tuple(lines))
