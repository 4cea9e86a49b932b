"""Right and wrong files of an exercise, spread evenly over what the course has collected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.rounds import ROOT
from grader.source import SourceFile


@dataclass(frozen=True)
class Sample:
    """Files of an exercise.

    Attributes:
        exercise: which one.
        right: those that get every point.
        wrong: those with one known mistake.
    """

    exercise: str
    right: tuple[SourceFile, ...]
    wrong: tuple[SourceFile, ...]


def sample_of(exercise: str, count: int) -> Sample:
    """So many right and so many wrong files."""
    solution = (ROOT / "solutions" / f"{exercise}.py").read_bytes()
    accepted = [path.read_bytes() for path in sorted((ROOT / "tests" / "accepted" / exercise).glob("*.py"))]
    # A rejected file holds the wrong function only, and is put after the solution.
    rejected = [
        solution + b"\n\n" + path.read_bytes() for path in sorted((ROOT / "tests" / "rejected" / exercise).glob("*.py"))
    ]
    return Sample(exercise, _sources(exercise, [solution, *accepted], count), _sources(exercise, rejected, count))


def _sources(exercise: str, texts: Sequence[bytes], count: int) -> tuple[SourceFile, ...]:
    chosen = [texts[number * len(texts) // count % len(texts)] for number in range(count)]
    return tuple(SourceFile(exercise, text, f"{exercise}.py") for text in chosen)
