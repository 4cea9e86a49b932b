"""Strangers' code runs in the full sandbox, or not at all."""

from __future__ import annotations

from grader.errors import UsageProblem
from grader.sandbox.survey import survey


def insist_on_sandbox(confined: bool) -> None:
    """Refuse to run strangers' code below the full level, unless that was asked for.

    Raises:
        UsageProblem: the sandbox is not full here.
    """
    reached = survey() if confined else None
    if reached is not None and reached.level != "full":
        missing = " ".join(reached.sentences())
        raise UsageProblem(
            f"A class is graded in the full sandbox only; here it is {reached.level}. {missing} "
            "`grade doctor` says what to do; --no-sandbox runs strangers' code all the same."
        )
