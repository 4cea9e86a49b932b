"""One check and one run of it: what was asked, how it ended, and how long it took."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from grader.kit.specs import CheckSpec
from grader.kit.stopped import CheckStopped
from grader.kit.submission import Transcript
from grader.outcome import Status


@dataclass(frozen=True, eq=False)
class Check:
    """One collected check: its declaration, its function and the line that the learner sees."""

    name: str
    spec: CheckSpec
    body: Callable[..., None]
    description: str


@dataclass(frozen=True, eq=False)
class CheckRun:
    """One run of one check.

    Attributes:
        check: what ran.
        transcript: what it asked, and what was answered.
        stopped: how it ended; None when it passed.
        fault: what the check itself raised, when it broke on something; None otherwise.
        wall_s: wall time in seconds.
    """

    check: Check
    transcript: Transcript
    stopped: CheckStopped | None = None
    fault: Exception | None = None
    wall_s: float = 0.0

    @property
    def name(self) -> str:
        """The check's name."""
        return self.check.name

    @property
    def function(self) -> str:
        """The learner's function that the check is about."""
        return self.check.spec.function

    @property
    def status(self) -> Status:
        """How the check ended."""
        return self.stopped.status if self.stopped else Status.PASSED
