"""What a proof found to be wrong."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing that does not hold.

    Attributes:
        exercise: where.
        subject: the check, misconception, function or file that is at fault.
        sentence: rule, expected, got.
    """

    exercise: str
    subject: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.exercise}: {self.subject}: {self.sentence}"
