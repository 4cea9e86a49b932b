"""What a class's outcomes say together. Read one at a time, so that a large class needs little memory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from grader.classroom.gradebook.class_results import ClassResults, Result
from grader.classroom.gradebook.gradebook import Gradebook
from grader.classroom.gradebook.grades import costs_by_key, grade_of
from grader.outcome import Grade, Status
from grader.report.attention import Attention, reasons_to_look


@dataclass(frozen=True)
class _CheckRate:
    """How the class did in one check.

    Attributes:
        passed: students who passed it.
        started: students of whom the check found something to judge.
        graded: students who have a grade in the exercise.
    """

    exercise: str
    check: str
    description: str
    passed: int
    started: int
    graded: int

    @property
    def rate(self) -> float:
        """Share of the graded students who passed."""
        return self.passed / self.graded if self.graded else 0.0


@dataclass(frozen=True)
class _HeldMisconception:
    """A misconception and who holds it.

    Attributes:
        advice: what a learner who holds it was told.
        students: their ids.
    """

    exercise: str
    name: str
    advice: str
    students: tuple[str, ...]


@dataclass(frozen=True)
class _Cost:
    """What grading one submission took."""

    student: str
    exercise: str
    cpu_s: float
    memory_mib: float


@dataclass(frozen=True)
class Analysis:
    """A class, summed up.

    Attributes:
        rates: every check, in the order of the course.
        misconceptions: misconceptions, those that most students hold first.
        costs: every graded submission.
        outliers: submissions that took far more time or memory than the others of their exercise.
        attention: submissions to look at by hand, with the reasons.
    """

    rates: tuple[_CheckRate, ...]
    misconceptions: tuple[_HeldMisconception, ...]
    costs: tuple[_Cost, ...]
    outliers: tuple[_Cost, ...]
    attention: tuple[Attention, ...]


@dataclass
class _Tally:
    """Counts in the making."""

    checks: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    descriptions: dict[tuple[str, str], str] = field(default_factory=dict)
    misconceptions: dict[tuple[str, str], dict[str, None]] = field(default_factory=dict)
    advice: dict[tuple[str, str], str] = field(default_factory=dict)

    def add(self, result: Result, grade: Grade) -> None:
        """Count one grade."""
        for check in grade.checks:
            place = (result.exercise, check.name)
            counts = self.checks.setdefault(place, [0, 0, 0])
            counts[0] += check.status is Status.PASSED
            counts[1] += check.status is not Status.NOT_STARTED
            counts[2] += 1
            self.descriptions[place] = check.description or check.name
            for name in check.misconceptions:
                misconception = (result.exercise, name)
                self.misconceptions.setdefault(misconception, {})[result.student] = None
                self.advice.setdefault(misconception, check.advice or "")


def analyse(book: Gradebook, class_results: ClassResults) -> Analysis:
    """Sum up everything that counts."""
    tally = _Tally()
    attention: list[Attention] = []
    for student in class_results.students:
        for result in class_results.of(student.id):
            grade = grade_of(book, result.key) if result.key is not None else None
            if grade is not None:
                tally.add(result, grade)
            reasons = reasons_to_look(book, result, grade)
            if reasons:
                attention.append(Attention(student, result.exercise, result.score, reasons))
    costs = _costs_of(book, class_results)
    return Analysis(
        _rates_of(tally, class_results), _misconceptions_of(tally), costs, _outliers_of(costs), tuple(attention)
    )


def _rates_of(tally: _Tally, class_results: ClassResults) -> tuple[_CheckRate, ...]:
    """The checks' rates in the order of the course."""
    order = {exercise: place for place, exercise in enumerate(class_results.exercises)}
    # Checks keep the order of their file: that of the first outcome that has them.
    places = sorted(tally.checks, key=lambda place: order[place[0]])
    return tuple(_CheckRate(*place, tally.descriptions[place], *tally.checks[place]) for place in places)


def _misconceptions_of(tally: _Tally) -> tuple[_HeldMisconception, ...]:
    """Misconceptions by how many students hold them."""
    found = (
        _HeldMisconception(*place, tally.advice[place], tuple(holders))
        for place, holders in tally.misconceptions.items()
    )
    return tuple(
        sorted(
            found, key=lambda misconception: (-len(misconception.students), misconception.exercise, misconception.name)
        )
    )


def _costs_of(book: Gradebook, class_results: ClassResults) -> tuple[_Cost, ...]:
    """Time and memory of every submission that has a grade."""
    by_key = costs_by_key(book)
    results = (result for student in class_results.students for result in class_results.of(student.id))
    return tuple(
        _Cost(result.student, result.exercise, by_key[result.key].cpu_s, by_key[result.key].memory_mib)
        for result in results
        if result.key is not None and result.key in by_key
    )


_LEAST_FOR_OUTLIERS = 8
# Tukey's outer fence: three times the middle half's width above it.
_FENCE = 3.0


def _outliers_of(costs: Sequence[_Cost]) -> tuple[_Cost, ...]:
    """Submissions far above the others of their exercise, the costliest first."""
    found: list[_Cost] = []
    for exercise in dict.fromkeys(cost.exercise for cost in costs):
        comparable = [cost for cost in costs if cost.exercise == exercise]
        if len(comparable) >= _LEAST_FOR_OUTLIERS:
            most_s, most_mib = _fence(cost.cpu_s for cost in comparable), _fence(cost.memory_mib for cost in comparable)
            found += [cost for cost in comparable if cost.cpu_s > most_s or cost.memory_mib > most_mib]
    return tuple(sorted(found, key=lambda cost: (-cost.cpu_s, -cost.memory_mib, cost.student, cost.exercise)))


def _fence(values: Iterable[float]) -> float:
    """Above this a value is an outlier."""
    ordered = sorted(values)
    low, high = ordered[len(ordered) // 4], ordered[(3 * len(ordered)) // 4]
    # A class of equal values would otherwise make an outlier of the smallest wobble.
    return high + max(_FENCE * (high - low), 0.5 * high)
