"""What Gradescope tells of a submission, and whether it is one too many: then the last result that was graded stands.

Everything is computed from the times that the platform recorded, never from the clock, so that a run that is repeated
gives the same.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.classroom.times import moment_of, utc_text

# In the extra data of a result that only repeats an earlier one: it is no submission that was graded.
_REPEATED = "repeats_an_earlier_result"


@dataclass(frozen=True)
class Submitted:
    """One submission to Gradescope.

    Attributes:
        assignment: the assignment's id; empty where nothing is known.
        points: the assignment's points; None where nothing is known.
        at: when it was handed in, UTC text, or None.
        earlier: the submissions before it, as the platform lists them.
    """

    assignment: str = ""
    points: float | None = None
    at: str | None = None
    earlier: tuple[dict[str, Any], ...] = ()


def read_metadata(file: Path) -> Submitted:
    """What stands in `submission_metadata.json`; nothing known where it is absent."""
    if not file.is_file():
        return Submitted()
    told = json.loads(file.read_text("utf-8"))
    assignment = told.get("assignment") or {}
    points = float(assignment.get("total_points") or 0)
    earlier = tuple(told.get("previous_submissions") or ())
    return Submitted(str(assignment.get("id") or ""), points or None, utc_text(told.get("created_at", "")), earlier)


def kept_result(submitted: Submitted, most: int | None, cool_down_minutes: float) -> str | None:
    """The result to give instead of grading, as text of `results.json`; None where it is to be graded."""
    graded = [submission for submission in submitted.earlier if not _is_repetition(submission)]
    refusal = _refusal(submitted, graded, most, cool_down_minutes)
    if refusal is None:
        return None
    last = graded[-1]
    shown = dict(last.get("results") or {})
    shown |= {"score": float(last.get("score") or 0), "output": refusal, "extra_data": {_REPEATED: True}}
    shown.pop("execution_time", None)
    return json.dumps(shown, indent=1) + "\n"


def _is_repetition(earlier: dict[str, Any]) -> bool:
    results = earlier.get("results") or {}
    return bool((results.get("extra_data") or {}).get(_REPEATED))


def _refusal(
    submitted: Submitted, graded: Sequence[dict[str, Any]], most: int | None, cool_down_minutes: float
) -> str | None:
    """Why a submission is not graded, in a sentence for the student."""
    stands = "The result of your last graded submission stands."
    if most is not None and len(graded) >= most and graded:
        return f"{most} submissions are graded in this assignment, and you have used them. {stands}"
    last = utc_text(graded[-1].get("submission_time", "")) if graded else None
    if not cool_down_minutes or last is None or submitted.at is None:
        return None
    waited_minutes = (moment_of(submitted.at) - moment_of(last)).total_seconds() / 60
    if waited_minutes >= cool_down_minutes:
        return None
    return (
        f"Submissions are graded {cool_down_minutes:g} minutes apart; this one came after {waited_minutes:.0f}. {stands} "
        f"Hand in again in {cool_down_minutes - waited_minutes:.0f} minutes."
    )
