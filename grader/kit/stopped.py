"""How a check ends early: an exception that carries fields, rendered last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from grader.outcome import Status


@dataclass(frozen=True)
class Evidence:
    """What a mismatch looked like; any part may be missing.

    Attributes:
        call: the call as text.
        inputs: the call's arguments.
        expected, got: both sides, when `has_pair`.
        gradient_of: number of the argument whose gradient this is, counted from 0, or None for the value.
        so_far: what had happened when the check was put off, or an empty text.
    """

    call: str = ""
    inputs: tuple[Any, ...] = ()
    expected: Any = None
    got: Any = None
    has_pair: bool = False
    gradient_of: int | None = None
    so_far: str = ""


class CheckStopped(AssertionError):
    """A check that cannot pass any more.

    Attributes:
        status: how it ended.
        message: what happened, for the learner.
        advice: what to do, when the check itself knows.
        evidence: the two sides, for details and diagnosis.
        share: share of the points that are given all the same (with `Status.PARTIAL`).
    """

    def __init__(
        self,
        status: Status,
        message: str,
        advice: str | None = None,
        evidence: Evidence | None = None,
        share: float = 0.0,
    ) -> None:
        super().__init__(message)
        self.status, self.message, self.advice, self.share = status, message, advice, share
        self.evidence = evidence or Evidence()
