"""How far a run has come."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Tally:
    """How far a run has come, in submissions.

    Attributes:
        total: submissions of this part of the class.
        before: those that were graded when the run began.
        graded: those graded in this run.
        failed: those not graded through a fault of ours.
        full: of those, with all points.
        zeros: of those, with none.
        latest: the submission that finished last, with its score, for the reader.
        faults: the first of those not graded, with the reason, for the reader.
    """

    total: int
    before: int = 0
    graded: int = 0
    failed: int = 0
    full: int = 0
    zeros: int = 0
    latest: str = ""
    faults: tuple[str, ...] = ()
