"""What a class's outcomes say together. Read one at a time, so that a large class needs little memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from grader.classroom.gradebook.assigning import unread_of
from grader.classroom.gradebook.class_results import ClassResults, Result
from grader.classroom.gradebook.gradebook import Gradebook
from grader.classroom.gradebook.grades import grade_of
from grader.outcome import Grade, Status
from grader.report.attention import Attention, reasons_to_look
from grader.report.beliefs import Belief, Key, belief_of
from grader.report.costs import Cost, costs_of, outliers_of
from grader.report.heat import Column, HeatMap, heat_map, shares_of
from grader.report.marked_work.source_lines import place_of
from grader.report.parts import PartRow, part_rows
from grader.report.people import Talk, in_order, talk_with


@dataclass(frozen=True)
class _CheckRate:
    """How the class did in one check.

    Attributes:
        passed: students who passed it.
        started: students of whom the check found something to judge.
        graded: students who have a grade in the exercise.
        discrimination: share that passed in the best third of the exercise less that in the weakest, from -1 to 1; None
            for fewer than nine.
    """

    exercise: str
    check: str
    description: str
    passed: int
    started: int
    graded: int
    discrimination: float | None = None

    @property
    def suspicion(self) -> str:
        """Why the check itself deserves a look; empty for most."""
        if self.started >= _LEAST_TO_JUDGE and self.passed <= _NEARLY_NOBODY * self.started:
            return "nearly nobody who tried passes"
        if self.discrimination is not None and self.discrimination < _BACKWARDS:
            return "the weak pass it rather than the strong"
        return ""

    @property
    def rate(self) -> float:
        """Share of the graded students who passed."""
        return self.passed / self.graded if self.graded else 0.0


@dataclass(frozen=True)
class _HeldMisconception:
    """A belief and who holds it; one idea is one entry, in however many functions and exercises it shows.

    Attributes:
        belief: its title, one wrong and one right line.
        exercises: those in which it shows, in the course's order.
        functions: likewise.
        advice: what a learner who holds it was told.
        students: their ids, each with the id of the place on their page that shows it.
        tried: how many students began one of the exercises.
    """

    belief: Belief
    exercises: tuple[str, ...]
    functions: tuple[str, ...]
    advice: str
    students: Mapping[str, str]
    tried: int = 0

    @property
    def exercise(self) -> str:
        """The exercises' names in one line."""
        return ", ".join(self.exercises)

    @property
    def share(self) -> int:
        """Percent of those who tried."""
        return round(100 * self.count / max(self.tried, self.count, 1))

    @property
    def count(self) -> int:
        """How many students hold it."""
        return len(self.students)


@dataclass(frozen=True)
class Analysis:
    """A class, summed up.

    Attributes:
        rates: every check, in the order of the course.
        misconceptions: misconceptions, those that most students hold first.
        costs: every graded submission.
        outliers: submissions that took far more time or memory than the others of their exercise.
        attention: submissions to look at by hand, with the reasons.
        talks: students to talk to.
        heat: students by functions.
        parts: the class, its sections and its groups from exercise to exercise.
    """

    rates: tuple[_CheckRate, ...]
    misconceptions: tuple[_HeldMisconception, ...]
    costs: tuple[Cost, ...]
    outliers: tuple[Cost, ...]
    attention: tuple[Attention, ...]
    talks: tuple[Talk, ...]
    heat: HeatMap
    parts: tuple[PartRow, ...] = ()


@dataclass
class _Tally:
    """Counts in the making."""

    checks: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    descriptions: dict[tuple[str, str], str] = field(default_factory=dict)
    beliefs: Mapping[Key, Belief] = field(default_factory=dict)
    holders: dict[Belief, dict[str, str]] = field(default_factory=dict)
    exercises: dict[Belief, dict[str, None]] = field(default_factory=dict)
    functions: dict[Belief, dict[str, None]] = field(default_factory=dict)
    advice: dict[Belief, tuple[str, str, str]] = field(default_factory=dict)
    passes: dict[tuple[str, str], list[tuple[float, bool]]] = field(default_factory=dict)
    tried: dict[str, set[str]] = field(default_factory=dict)
    shares: dict[str, dict[Column, float]] = field(default_factory=dict)

    def add(self, result: Result, grade: Grade) -> None:
        """Count one grade."""
        if any(check.status is not Status.NOT_STARTED for check in grade.checks):
            self.tried.setdefault(result.exercise, set()).add(result.student)
        self.shares.setdefault(result.student, {}).update(shares_of(grade))
        for check in grade.checks:
            key = (result.exercise, check.name)
            counts = self.checks.setdefault(key, [0, 0, 0])
            counts[0] += check.status is Status.PASSED
            counts[1] += check.status is not Status.NOT_STARTED
            counts[2] += 1
            self.passes.setdefault(key, []).append((grade.score, check.status is Status.PASSED))
            self.descriptions[key] = check.description or check.name
            for name in check.misconceptions:
                belief = belief_of(self.beliefs, result.exercise, name)
                self.holders.setdefault(belief, {}).setdefault(result.student, place_of(result.exercise, check))
                self.exercises.setdefault(belief, {})[result.exercise] = None
                self.functions.setdefault(belief, {})[check.function] = None
                self.advice.setdefault(belief, (result.exercise, check.function, check.advice or ""))


def analyse(book: Gradebook, class_results: ClassResults, beliefs: Mapping[Key, Belief] | None = None) -> Analysis:
    """Sum up everything that counts; `beliefs` says which misconceptions are one."""
    tally = _Tally(beliefs=beliefs or {})
    attention: list[Attention] = []
    talks: list[Talk] = []
    for student in class_results.students:
        own: list[Grade] = []
        for result in class_results.of(student.id):
            grade = grade_of(book, result.key) if result.key is not None else None
            if grade is not None:
                tally.add(result, grade)
                own.append(grade)
            reasons = reasons_to_look(book, result, grade)
            if reasons:
                attention.append(Attention(student, result.exercise, result.score, reasons))
        talks += talk_with(class_results, student, own, tally.beliefs)
    attention += [
        Attention(student, "", None, (f"handed in {entry.path.rsplit('/', 1)[-1]}, not read: {entry.reason}",))
        for student in class_results.students
        for entry in unread_of(book)
        if entry.student == student.id
    ]
    costs = costs_of(book, class_results)
    return Analysis(
        _rates_of(tally, class_results),
        _misconceptions_of(tally, class_results.exercises),
        costs,
        outliers_of(costs),
        tuple(attention),
        in_order(talks),
        heat_map(class_results, tally.shares),
        part_rows(class_results),
    )


_LEAST_TO_JUDGE = 9
_NEARLY_NOBODY = 0.1
_BACKWARDS = -0.1


def _discrimination(passes: Sequence[tuple[float, bool]]) -> float | None:
    """Share that passed among the best third less that among the weakest, by the score in the exercise."""
    if len(passes) < _LEAST_TO_JUDGE:
        return None
    ordered = [passed for _, passed in sorted(passes, key=lambda entry: entry[0])]
    third = len(ordered) // 3
    return (sum(ordered[-third:]) - sum(ordered[:third])) / third


def _rates_of(tally: _Tally, class_results: ClassResults) -> tuple[_CheckRate, ...]:
    """The checks' rates in the order of the course."""
    order = {exercise: index for index, exercise in enumerate(class_results.exercises)}
    # Checks keep the order of their file: that of the first outcome that has them.
    keys = sorted(tally.checks, key=lambda key: order[key[0]])
    return tuple(_rate_of(tally, key) for key in keys)


def _rate_of(tally: _Tally, key: tuple[str, str]) -> _CheckRate:
    """The rate of one check."""
    exercise, check = key
    passed, started, graded = tally.checks[key]
    description, discrimination = tally.descriptions[key], _discrimination(tally.passes[key])
    return _CheckRate(exercise, check, description, passed, started, graded, discrimination)


def _misconceptions_of(tally: _Tally, order: Sequence[str]) -> tuple[_HeldMisconception, ...]:
    """Beliefs by how many students hold them."""
    held: list[_HeldMisconception] = []
    for belief, holders in tally.holders.items():
        exercises = tuple(exercise for exercise in order if exercise in tally.exercises[belief])
        tried = set[str]().union(*(tally.tried.get(exercise, set()) for exercise in exercises))
        functions = tuple(tally.functions[belief])
        exercise, function, advice = tally.advice[belief]
        if len(functions) > 1:
            advice = f"In {exercise}, {function}: {advice}"
        held.append(_HeldMisconception(belief, exercises, functions, advice, holders, len(tried)))
    return tuple(sorted(held, key=lambda entry: (-entry.count, entry.exercises, entry.belief.title)))
