"""What a student's page shows of one exercise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from markupsafe import Markup

from grader.classroom.gradebook.class_results import Result
from grader.outcome import CheckOutcome, Grade
from grader.report.drawn.drawing import drawn_curve
from grader.report.marked_work.marked_source import MarkedSource, marked_source
from grader.report.marked_work.mistakes import Mistake, mistakes_of, passed_of, waiting_of


@dataclass(frozen=True)
class Work:
    """What a page shows of one exercise.

    Attributes:
        result: how it stands in the class, None where a learner looks at their own work.
        grade: None where there is none.
        curves: plots that the grade came with, by title.
        source: what was graded, with the lines marked that are meant; None where it is not at hand.
    """

    exercise: str
    title: str
    grade: Grade | None
    result: Result | None = None
    curves: Mapping[str, Markup] = field(default_factory=dict)
    mistakes: tuple[Mistake, ...] = ()
    waiting: tuple[Mistake, ...] = ()
    passed: tuple[CheckOutcome, ...] = ()
    source: MarkedSource | None = None

    @property
    def places(self) -> Mapping[str, tuple[str, str]]:
        """Where each check is about, with the line's id, by the check's name."""
        return self.source.places if self.source else {}


def work_of(grade: Grade | None, title: str, result: Result | None = None, source: bytes | None = None) -> Work:
    """One exercise of a page, with the curves that the grade brought along; grade or result must be there."""
    if grade is None:
        return Work(result.exercise if result else "", title, None, result)
    curves = {curve.title: drawn_curve(grade.exercise, curve) for check in grade.checks for curve in check.curves}
    mistakes = mistakes_of(grade)
    marked = None if source is None else marked_source(source, grade, mistakes)
    passed = passed_of(grade.checks)
    return Work(grade.exercise, title, grade, result, curves, mistakes, waiting_of(grade), passed, marked)
