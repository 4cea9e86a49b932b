"""What a proof found to be wrong."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing that does not hold; as text it is one sentence.

    Attributes:
        exercise: where.
        subject: the check, misconception, function or file that is at fault; the sentence begins with it.
        rule: "must ...; got ..." and the rest of the sentence.
        place: the author's file and line, where they are known.
    """

    exercise: str
    subject: str
    rule: str
    place: str = ""

    def __str__(self) -> str:
        prefix = f"{self.place}: " if self.place else ""
        return f"{self.exercise}: {prefix}{self.subject} {self.rule}"


def in_words(count: int) -> str:
    """How many proofs do not hold, as the end of a sentence."""
    return "1 proof does not hold" if count == 1 else f"{count} proofs do not hold"
