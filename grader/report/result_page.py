"""A learner's own result as a page: how the functions stand, the one failure with its source, then each mistake once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from grader.outcome import CheckOutcome, Grade, Status
from grader.report.drawn.drawing import Drawing, drawings_of
from grader.report.marked_work.mistakes import Mistake, mistakes_of, passed_of
from grader.report.marked_work.source_lines import SourceLine
from grader.report.pages import SIGNS, environment

# How a state is coloured; its word and its sign stand beside it.
_KINDS = {Status.PASSED: "passed", Status.PARTIAL: "partial", Status.NOT_STARTED: "", Status.SKIPPED: ""}


@dataclass(frozen=True)
class FunctionLine:
    """A function in the table: points, and how it stands in words such as "waits for sigmoid"."""

    name: str
    points: float
    max_points: float
    status: Status
    words: str

    @property
    def kind(self) -> str:
        """The class of its colour."""
        return _KINDS.get(self.status, "failed")

    @property
    def sign(self) -> str:
        """A sign beside the words."""
        return SIGNS[self.status]


@dataclass(frozen=True)
class Failure:
    """What is told in full: where, what is demanded, what happened, what to do, the values, the source."""

    head: str
    description: str
    message: str
    advice: str
    details: str
    source: tuple[SourceLine, ...]


@dataclass(frozen=True)
class ExerciseResult:
    """One exercise of the page; `failure` is None when nothing has failed, `next_step` is one sentence."""

    grade: Grade
    title: str
    functions: tuple[FunctionLine, ...]
    failure: Failure | None
    next_step: str

    @property
    def mistakes(self) -> tuple[Mistake, ...]:
        """Checks that went wrong, by mistake."""
        return mistakes_of(self.grade)

    @property
    def passed(self) -> tuple[CheckOutcome, ...]:
        """Checks that passed."""
        return passed_of(self.grade.checks)

    @property
    def drawings(self) -> tuple[Drawing, ...]:
        """Pictures and plots that the grade brought along."""
        return drawings_of(self.grade)


def result_page(results: Sequence[ExerciseResult], graded_at: str) -> str:
    """The page of one or several exercises.

    Args:
        results: what to show, in its order.
        graded_at: when it was graded, as a person reads it.
    """
    score = sum(result.grade.score for result in results)
    best = sum(result.grade.max_score for result in results)
    template = environment().get_template("result.html")
    return template.render(results=results, score=score, best=best, graded_at=graded_at)
