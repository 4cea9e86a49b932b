"""What a wrong answer is told about its mistake: named, plain, silent or misleading, by what its own docstring says."""

from __future__ import annotations

import enum

from grader.outcome import Grade, Status
from grader.verification.author_files import Example


class Told(enum.StrEnum):
    """How a wrong answer was met, from best to worst."""

    NAMED = "named"
    """Its misconceptions, or an advice with the texts that must be said."""
    PLAIN = "plain"
    """Told by the messages alone."""
    SILENT = "silent"
    """Neither."""
    MISLEADING = "misleading"
    """Another mistake is named, or a text stands there that must not be said."""
    UNNOTICED = "unnoticed"
    """It has every point."""


def told(grade: Grade, example: Example) -> Told:
    """How the grade of a wrong answer tells its mistake."""
    failed = [check for check in grade.checks if check.status is not Status.PASSED]
    named = {name for check in failed for name in check.misconceptions}
    advice = " ".join(check.advice or "" for check in failed)
    messages = " ".join(check.message for check in failed)
    if grade.score >= grade.max_score:
        return Told.UNNOTICED
    if named - example.misconceptions or any(text in f"{messages} {advice}" for text in example.never):
        return Told.MISLEADING
    if example.misconceptions and named == example.misconceptions:
        return Told.NAMED
    if not example.says or example.misconceptions:
        return Told.SILENT
    if all(text in advice for text in example.says):
        return Told.NAMED
    return Told.PLAIN if all(text in f"{messages} {advice}" for text in example.says) else Told.SILENT


def unsaid(grade: Grade, example: Example) -> tuple[str, ...]:
    """The texts that the docstring demands and the grade does not say."""
    words = " ".join(f"{check.message} {check.advice or ''}" for check in grade.checks)
    return tuple(text for text in example.says if text not in words)
