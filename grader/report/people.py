"""Students to talk to, each with the reasons: what a teacher wants to know before the next lesson."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from grader.classroom.gradebook.class_results import ClassResults, Result, State
from grader.classroom.students import Student
from grader.outcome import Grade, Status
from grader.report.beliefs import Belief, Key, belief_of
from grader.report.marked_work.mistakes import says_one_thing

# One mistake in so many checks, or in so many exercises, is a belief, not a slip.
_LEAST_PLACES = 5
# Falling: so many exercises, each worse than the one before, by so many percent of the points in all.
_LEAST_EXERCISES = 3
_LEAST_FALL = 30.0
_LITTLE = 40.0
_NOTHING = "handed in nothing"


@dataclass(frozen=True)
class Talk:
    """A student to talk to.

    Attributes:
        percent: of all points, None without a total.
        reasons: one phrase each, the weightiest first.
        is_silent: whether all of it is that nothing came.
    """

    student: Student
    percent: float | None
    reasons: tuple[str, ...]
    is_silent: bool = False


def talk_with(
    class_results: ClassResults, student: Student, own: Sequence[Grade], beliefs: Mapping[Key, Belief]
) -> list[Talk]:
    """The entry of one student, none where there is no reason; `own` are the grades that count, in the course's order."""
    if not student.on_roster:
        return []
    total, results = class_results.total(student.id), class_results.of(student.id)
    percent = None if total is None or not class_results.max_total else 100 * total / class_results.max_total
    reasons = (*_absent(class_results, student), *_in_the_work(own, beliefs), *_falling(results))
    if not reasons and percent is not None and percent < _LITTLE:
        reasons = ("few points in all",)
    return [Talk(student, percent, reasons, reasons == (_NOTHING,))] if reasons else []


def in_order(talks: Sequence[Talk]) -> tuple[Talk, ...]:
    """Those with the fewest points first."""
    return tuple(sorted(talks, key=lambda talk: (talk.percent or 0.0, -len(talk.reasons), talk.student.id)))


def _absent(class_results: ClassResults, student: Student) -> list[str]:
    """Nothing handed in, or nothing that could be read."""
    missing = [result.exercise for result in class_results.of(student.id) if result.state is State.ABSENT]
    unread = class_results.unread.get(student.id, ())
    if unread and missing:
        return [f"handed in {', '.join(unread[:3])}, which nobody could read"]
    if missing and len(missing) == len(class_results.exercises):
        return [_NOTHING]
    return []


def _in_the_work(own: Sequence[Grade], beliefs: Mapping[Key, Belief]) -> list[str]:
    """Untouched stubs, files that do not load, and one mistake in many places."""
    stubs = [grade.exercise for grade in own if all(check.status is Status.NOT_STARTED for check in grade.checks)]
    broken = [grade.exercise for grade in own if grade.exercise not in stubs and says_one_thing(grade)]
    said = [f"handed in the untouched stub of {', '.join(stubs)}"] if stubs else []
    said += [f"the file of {name} does not run at all" for name in broken]
    return said + _repeated(own, beliefs)


def _repeated(own: Sequence[Grade], beliefs: Mapping[Key, Belief]) -> list[str]:
    """One mistake in many checks, or again and again from exercise to exercise."""
    places: dict[str, list[str]] = {}
    for grade in own:
        for check in grade.checks:
            for name in check.misconceptions:
                places.setdefault(belief_of(beliefs, grade.exercise, name).title, []).append(grade.exercise)
    often = [
        (len(exercises), title)
        for title, exercises in places.items()
        if len(exercises) >= _LEAST_PLACES or len(set(exercises)) >= _LEAST_EXERCISES
    ]
    ordered = sorted(often, key=lambda entry: (-entry[0], entry[1]))
    return [f"one mistake in {count} checks: “{title}”" for count, title in ordered[:2]]


def _falling(results: Sequence[Result]) -> list[str]:
    """Each exercise worse than the one before."""
    shares = [100 * result.score / result.max_score for result in results if result.score is not None]
    falls = len(shares) >= _LEAST_EXERCISES and all(a > b for a, b in pairwise(shares))
    return (
        [f"falling: {', '.join(f'{share:.0f}' for share in shares)} %"]
        if falls and shares[0] - shares[-1] >= _LEAST_FALL
        else []
    )
