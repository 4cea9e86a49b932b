"""What a check and a score say, as plain text that can forge nothing."""

from __future__ import annotations

from dataclasses import dataclass

from grader.classroom.exports.exported import number
from grader.classroom.gradebook.class_results import Result, State
from grader.classroom.gradebook.overrides import Comment
from grader.classroom.gradebook.rubric.points import Marked
from grader.classroom.names import shown
from grader.outcome import CheckOutcome, Grade
from grader.text import without_controls


@dataclass(frozen=True)
class Scored:
    """One exercise of one student as an export shows it: what counts, and what the grader found.

    Attributes:
        grade: what the grader made of it, None where there is none (a score by hand, nothing handed in).
        result: how it stands in the class, None outside of a class: then the grade counts as it is.
    """

    grade: Grade | None
    result: Result | None = None

    @property
    def exercise(self) -> str:
        """The exercise's name."""
        return self.result.exercise if self.result else self.grade.exercise if self.grade else ""

    @property
    def score(self) -> float:
        """The points that count: by hand, else automatic less what lateness costs."""
        if self.result is not None:
            return self.result.score or 0.0
        return self.grade.score if self.grade else 0.0

    @property
    def max_score(self) -> float:
        """Points to be had."""
        if self.result is not None:
            return self.result.max_score
        return self.grade.max_score if self.grade else 0.0

    @property
    def checks(self) -> tuple[CheckOutcome, ...]:
        """What the checks said."""
        return self.grade.checks if self.grade else ()

    @property
    def at_fault(self) -> bool:
        """Whether there is no score yet, through a fault of ours or because it was not graded; one by hand settles it."""
        if self.result is not None:
            return self.result.state in (State.NOT_GRADED, State.WAITING)
        return self.grade is None or self.grade.at_fault

    @property
    def sentence(self) -> str:
        """Such as "exercise3: 72 of 100 points (late: 10 % off 80)"."""
        comments = "".join(f"\n{comment}" for comment in (said_by_people(self.result) if self.result else ()))
        return f"{self.exercise}: {self.score:g} of {self.max_score:g} points{remark(self.result)}{comments}"


def remark(result: Result | None) -> str:
    """Why the score is not the grader's own, in brackets; empty for most."""
    if result is None:
        return ""
    if result.override is not None:
        return f" (set by hand: {shown(result.override.who)}: {shown(result.override.why, 300)})"
    lateness = late_words(result)
    if lateness:
        return f" ({lateness})"
    if result.time_unknown:
        return " (never late: nobody knows when it was handed in)"
    return " (nothing handed in)" if result.state is State.ABSENT else ""


def late_words(result: Result) -> str:
    """Such as "late: 10 % off 80, 2 grace days used"; empty for what is on time."""
    used = f"{result.grace_days} grace day{'' if result.grace_days == 1 else 's'} used" if result.grace_days else ""
    if result.percent_off and result.automatic is not None:
        return f"late: {number(result.percent_off)} % off {number(result.automatic)}" + (f", {used}" if used else "")
    return f"late: {used}" if used else ""


def said_by_people(result: Result) -> tuple[str, ...]:
    """Points by hand and comments, each on one line."""
    return (*map(_marked, result.rubric), *map(_spoken, result.comments))


def _marked(mark: Marked) -> str:
    """Such as "style: 8 of 10 points by hand (Roe): long names"."""
    if mark.points is None:
        return f"{mark.criterion.title}: no points given yet, of {number(mark.criterion.points)}"
    words = f": {shown(mark.words, 4000)}" if mark.words else ""
    return f"{mark.criterion.title}: {number(mark.points)} of {number(mark.criterion.points)} points by hand ({shown(mark.who)}){words}"


def _spoken(comment: Comment) -> str:
    """A person's comment."""
    about = f" on {shown(comment.check)}" if comment.check else ""
    return f"comment{about}: {shown(comment.words, 4000)}"


def said(check: CheckOutcome) -> str:
    """Message and advice of a check; control characters are gone, line breaks stay."""
    parts = (without_controls(text or "").strip() for text in (check.message, check.advice))
    return "\n".join(part for part in parts if part)


def title(check: CheckOutcome) -> str:
    """What the check demands, on one line; its name where it has no description."""
    return " ".join(without_controls(check.description or check.name).split())
