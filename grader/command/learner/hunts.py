"""What the workspace remembers of `grade debug`: programs handed out and mended, questions answered, points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Hunt:
    """The debugging of one exercise.

    Attributes:
        seed: what tasks and questions are drawn from.
        open: the key of the task at hand, or empty.
        number: the number in the name of its file.
        question: the key of the question that waits for its answer, or empty.
        mended: points by task, 0 for one whose answer was shown.
        answered: whether the answer was right, by question.
    """

    seed: int
    open: str = ""
    number: int = 0
    question: str = ""
    mended: Mapping[str, int] = field(default_factory=dict)
    answered: Mapping[str, bool] = field(default_factory=dict)

    @property
    def points(self) -> int:
        """Points of tasks and questions together."""
        return sum(self.mended.values()) + sum(self.answered.values())

    @property
    def found(self) -> int:
        """How many programs were mended."""
        return sum(points > 0 for points in self.mended.values())


def hunt_from(node: Mapping[str, Any]) -> Hunt | None:
    """A hunt as it was saved; None for what is none."""
    seed, number = node.get("seed"), node.get("number")
    mended, answered = node.get("mended"), node.get("answered")
    if (
        type(seed) is not int
        or type(number) is not int
        or not isinstance(mended, dict)
        or not isinstance(answered, dict)
    ):
        return None
    return Hunt(
        seed,
        str(node.get("open", "")),
        number,
        str(node.get("question", "")),
        {key: points for key, points in mended.items() if type(points) is int and points >= 0},
        {key: right for key, right in answered.items() if type(right) is bool},
    )


def summary(hunts: Mapping[str, Hunt]) -> str:
    """All points of `grade debug`, in a sentence."""
    programs = sum(hunt.found for hunt in hunts.values())
    right = sum(sum(hunt.answered.values()) for hunt in hunts.values())
    asked = sum(len(hunt.answered) for hunt in hunts.values())
    points = sum(hunt.points for hunt in hunts.values())
    return f"Debugging: {points} points; programs mended: {programs}, questions right: {right} of {asked}."
