"""Pages from templates: a student's and the class's. Everything is escaped, nothing runs, nothing is loaded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from statistics import mean, median
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from grader.classroom.exports.exported import number
from grader.classroom.exports.wording import late_words
from grader.classroom.gradebook.class_results import ClassResults, State
from grader.classroom.students import Student
from grader.outcome import Grade, Status
from grader.report import charts
from grader.report.alike.side_by_side import SideBySide
from grader.report.alike.similar import Comparison, together
from grader.report.analysis import Analysis
from grader.report.marked_work.source_lines import check_anchor, source_markup, with_code
from grader.report.marked_work.work import Work
from grader.report.trend import trend
from grader.text import without_controls

_MOST_BELIEFS_DRAWN = 12
_MOST_CHECKS_DRAWN = 15
_MOST_TOGETHER = 12
# What fewer hold is told folded, and not drawn.
_LEAST_HOLDERS = 3

# A status is told by its word and by a sign, never by colour alone.
SIGNS = {
    Status.PASSED: "✓",
    Status.PARTIAL: "◐",
    Status.FAILED: "✗",
    Status.ERROR: "✗",
    Status.NOT_STARTED: "○",
    Status.SKIPPED: "\u2013",
    Status.TIMEOUT: "⧗",
    Status.OUT_OF_MEMORY: "▣",
    Status.GRADER_ERROR: "!",
}


@cache
def environment() -> Environment:
    """Jinja2 that escapes everything and lets no control character of a stranger through."""
    jinja = Environment(
        loader=PackageLoader("grader.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_cleaned,
    )
    jinja.filters |= {"points": number, "words": words, "sentence": sentence, "lateness": late_words}
    jinja.filters |= {"sign": SIGNS.__getitem__, "source": source_markup, "with_code": with_code}
    jinja.globals |= {"check_anchor": check_anchor}
    return jinja


def _cleaned(value: Any) -> Any:
    """Text without control and bidirectional characters; what is markup already was made here."""
    return without_controls(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def words(name: str) -> str:
    """A status or another name from the code as words."""
    return name.replace("_", " ")


def sentence(text: str) -> str:
    """The text with a capital letter; the rest of it stays, for it may be a file's name."""
    return text[:1].upper() + text[1:]


def student_page(student: Student, works: Sequence[Work], *, total: float | None, details: bool = True) -> str:
    """The page that a student gets back; without `details` inputs and expected values stay hidden."""
    template = environment().get_template("student.html")
    most = sum(work.result.max_score if work.result else _max_score_of(work.grade) for work in works)
    return template.render(student=student, works=works, total=total, most=most, details=details)


def _max_score_of(grade: Grade | None) -> float:
    """Points to be had in a grade."""
    return grade.max_score if grade else 0.0


@dataclass(frozen=True)
class Heading:
    """What the class's page is called, and the day on which the class was graded last; empty where unknown."""

    title: str = "The class"
    day: str = ""


@dataclass(frozen=True)
class Alike:
    """How the submissions of one exercise compare.

    Attributes:
        beside: the closest two of the first rings, in the same order.
        graph: the rings as a drawing, None where there are none.
    """

    found: Comparison
    beside: tuple[SideBySide, ...] = ()
    graph: Markup | None = None


def class_page(
    class_results: ClassResults,
    analysis: Analysis,
    alike: Mapping[str, Alike],
    files: Mapping[str, str],
    notes: Sequence[str] = (),
    heading: Heading = Heading(),  # it is frozen
) -> str:
    """The instructor's page.

    Args:
        class_results: the class.
        analysis: its sum.
        alike: how the submissions compare, by exercise.
        files: each student's page, by id.
        notes: sentences such as those of the intake.
        heading: what stands above.
    """
    template = environment().get_template("class.html")
    figures = {**_standing(class_results, analysis), **_likeness(alike)}
    return template.render(
        class_results=class_results, analysis=analysis, files=files, notes=notes, heading=heading, **figures
    )


def _standing(class_results: ClassResults, analysis: Analysis) -> dict[str, Any]:
    """The class in figures and plots, under the names that the template has for them."""
    totals = [total for student in class_results.students if (total := class_results.total(student.id)) is not None]
    return {
        "handed_in": _handed_in(class_results),
        "mean": mean(totals) if totals else None,
        "middle": median(totals) if totals else None,
        "totals": totals,
        "bins": _bins_of(totals, class_results.max_total),
        "scores": _scores_by_exercise(class_results),
        "charts": _class_charts(class_results, analysis, totals),
        "has_trend": len(analysis.parts) > 1 or (bool(analysis.parts) and len(class_results.exercises) > 1),
        "labels": {student.id: student.label for student in class_results.students},
    }


def _likeness(alike: Mapping[str, Alike]) -> dict[str, Any]:
    """Who looks alike, likewise."""
    told = {name: likeness for name, likeness in alike.items() if likeness.found.rings or likeness.found.left_out}
    return {
        "alike": told,
        "together": together({name: likeness.found for name, likeness in alike.items()}, _MOST_TOGETHER),
        "rings": sum(len(likeness.found.rings) for likeness in alike.values()),
        "partly": {exercise: likeness.found.partly for exercise, likeness in alike.items() if likeness.found.partly},
    }


def _handed_in(class_results: ClassResults) -> int:
    """How many students handed in anything."""
    return sum(
        any(result.state is not State.ABSENT for result in class_results.of(student.id))
        for student in class_results.students
    )


def _class_charts(
    class_results: ClassResults, analysis: Analysis, totals: Sequence[float]
) -> Mapping[str, Markup | None]:
    """The plots of the class's page; None where there is nothing to show."""
    plots: dict[str, Markup | None] = dict.fromkeys(("totals", "scores", "checks", "misconceptions", "costs"))
    plots["trend"] = trend(analysis.parts, class_results.exercises)
    scores = _scores_by_exercise(class_results)
    if totals:
        plots["totals"] = charts.histogram(totals, class_results.max_total, "Total scores")
    if any(scores.values()):
        plots["scores"] = charts.boxes(scores, "Scores by exercise", "points")
    hardest = sorted((rate for rate in analysis.rates if rate.rate < 1), key=lambda rate: rate.rate)
    if hardest:
        shares = {f"{r.exercise}: {words(r.check)}": round(100 * r.rate, 1) for r in hardest[:_MOST_CHECKS_DRAWN]}
        plots["checks"] = charts.bars(shares, "The hardest checks", "% of the graded students passed", 100)
    if analysis.misconceptions:
        drawable = [held for held in analysis.misconceptions[:_MOST_BELIEFS_DRAWN] if held.count >= _LEAST_HOLDERS]
        holders = {sentence(held.belief.title): held.count for held in drawable}
        plots["misconceptions"] = charts.bars(holders, "Misconceptions", "students") if drawable else None
    seconds = {e: [c.cpu_s for c in analysis.costs if c.exercise == e and c.cpu_s > 0] for e in class_results.exercises}
    if any(seconds.values()):
        plots["costs"] = charts.boxes(seconds, "Time to grade a submission", "CPU seconds", by_tens=True)
    return plots


def _scores_by_exercise(class_results: ClassResults) -> Mapping[str, list[float]]:
    """Everyone's scores in each exercise."""
    return {
        exercise: sorted(
            score
            for student in class_results.students
            if (score := class_results.results[student.id, exercise].score) is not None
        )
        for exercise in class_results.exercises
    }


def _bins_of(totals: Sequence[float], most: float) -> list[tuple[float, float, int]]:
    """The histogram as numbers: from, to, how many."""
    bins = list(pairwise(most * step / 10 for step in range(11)))
    # The full score belongs to the last bin, as the plot has it.
    return [
        (low, high, sum(low <= total < high or (high == bins[-1][1] and total >= high) for total in totals))
        for low, high in bins
    ]
