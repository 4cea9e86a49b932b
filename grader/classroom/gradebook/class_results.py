"""How the class stands: what counts now for each student and exercise. Exports and reports are made from it."""

from __future__ import annotations

import enum
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from grader.classroom.gradebook.assigning import unread_of
from grader.classroom.gradebook.counting import exercises_that_count
from grader.classroom.gradebook.gradebook import Gradebook
from grader.classroom.gradebook.late_policy import LatePolicy, grace_days_spent, late_policy_of
from grader.classroom.gradebook.overrides import Comment, Override, comments_of, overrides_of
from grader.classroom.gradebook.rubric.criteria import rubric_of
from grader.classroom.gradebook.rubric.points import Marked, marked_of
from grader.classroom.gradebook.submissions import students_of
from grader.classroom.students import Student

# For an exercise that nobody has been graded in: by the course's own rule the points of an exercise sum to this.
_USUAL_MAX_SCORE = 100.0
_COUNTING = """
SELECT c.student, c.exercise, c.attempt, c.source_hash, c.origin, c.submitted_at, c.late, c.notes,
    g.key, g.score, g.max_score, f.reason
FROM counting AS c
LEFT JOIN current_grade AS s ON (s.student, s.exercise, s.attempt) = (c.student, c.exercise, c.attempt)
LEFT JOIN grade AS g ON g.key = s.key
LEFT JOIN fault AS f ON (f.student, f.exercise, f.attempt) = (c.student, c.exercise, c.attempt)
"""


class State(enum.StrEnum):
    """Whether there is a score, and whose fault it is if not."""

    GRADED = "graded"
    BY_HAND = "by_hand"
    NOT_GRADED = "not_graded"
    WAITING = "waiting"
    ABSENT = "absent"


@dataclass(frozen=True)
class Result:
    """One student's class_results in one exercise.

    Attributes:
        score: the points that count: by hand, else automatic less what lateness costs; None where there are none.
        automatic: the grader's own points, None where it gave none.
        percent_off: what lateness costs.
        grace_days: how many of the student's grace days are spent on it.
        key: the key of the grade that counts, None where there is none.
        fault: why the grader could not grade it, if so.
        notes: how the source was read.
        comments: what a person said about it.
        rubric: points that people give beside the automatic ones; they are part of score and max_score.
        time_unknown: whether there is a due time and nobody knows when it was handed in.
    """

    student: str
    exercise: str
    state: State
    score: float | None = None
    automatic: float | None = None
    max_score: float = _USUAL_MAX_SCORE
    percent_off: float = 0.0
    grace_days: int = 0
    attempt: int = 0
    submitted_at: str | None = None
    source_hash: str | None = None
    origin: str = ""
    key: str | None = None
    override: Override | None = None
    fault: str | None = None
    notes: tuple[str, ...] = ()
    time_unknown: bool = False
    comments: tuple[Comment, ...] = ()
    rubric: tuple[Marked, ...] = ()


@dataclass(frozen=True)
class ClassResults:
    """The whole class.

    Attributes:
        students: by id.
        exercises: in the order of the course.
        results: one for each student and exercise.
        max_scores: points to be had, by exercise.
        unread: names of files that a student probably meant as answers and that are not read, by student.
    """

    students: tuple[Student, ...]
    exercises: tuple[str, ...]
    results: Mapping[tuple[str, str], Result]
    max_scores: Mapping[str, float]
    unread: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, student: str) -> tuple[Result, ...]:
        """One student's results, in the order of the exercises."""
        return tuple(self.results[student, exercise] for exercise in self.exercises)

    def total(self, student: str) -> float | None:
        """The sum of the scores. What was not handed in adds nothing; what we could not grade makes it unknown."""
        results = self.of(student)
        if any(result.state in (State.NOT_GRADED, State.WAITING) for result in results):
            return None
        scores = [result.score for result in results if result.score is not None]
        return round(sum(scores), 2) if scores else None

    @property
    def max_total(self) -> float:
        """Points to be had in all exercises together."""
        return sum(self.max_scores[exercise] for exercise in self.exercises)


def class_results_of(book: Gradebook, exercises: Sequence[str] | None = None) -> ClassResults:
    """How the class stands in the given exercises; by default in all that were handed in."""
    named = tuple(exercises) if exercises is not None else _exercises_of(book)
    best = dict(book.rows("SELECT exercise, MAX(max_score) FROM grade GROUP BY exercise"))
    criteria = rubric_of(book)
    extra = {name: sum(criterion.points for criterion in criteria if criterion.exercise == name) for name in named}
    max_scores = {exercise: float(best.get(exercise, _USUAL_MAX_SCORE)) + extra[exercise] for exercise in named}
    marked = marked_of(book)
    students = students_of(book)
    by_hand, comments = overrides_of(book), comments_of(book)
    # The grace days are spent over all that counts, whatever part of it is looked at.
    spending = {*_exercises_of(book), *named}
    handed_in = {
        (result.student, result.exercise): result
        for result in _results_of(book, late_policy_of(book), spending, set(by_hand))
    }
    results: dict[tuple[str, str], Result] = {}
    for student in students:
        for exercise in named:
            key = (student.id, exercise)
            here = handed_in.get(key)
            most = here.max_score + extra[exercise] if here else max_scores[exercise]
            base = replace(here or Result(*key, State.ABSENT), comments=comments.get(key, ()), max_score=most)
            own = tuple(
                Marked(criterion, *marked.get((*key, criterion.name), ()))
                for criterion in criteria
                if criterion.exercise == exercise
            )
            results[key] = _with_override(_with_rubric(base, own), by_hand.get(key))
    unread: dict[str, tuple[str, ...]] = {}
    for entry in unread_of(book):
        unread[entry.student] = (*unread.get(entry.student, ()), entry.path.rsplit("/", 1)[-1])
    return ClassResults(students, named, results, max_scores, unread)


def _exercises_of(book: Gradebook) -> tuple[str, ...]:
    """The exercises that count, with 10 after 9: those that the class keeps, and those with a score by hand."""
    by_hand = {exercise for _, exercise in overrides_of(book)}
    return tuple(sorted({*exercises_that_count(book), *by_hand}, key=lambda name: (len(name), name)))


def _results_of(book: Gradebook, policy: LatePolicy, spending: set[str], by_hand: set[tuple[str, str]]) -> list[Result]:
    """Every submission that counts, with its grade if there is one; scores by hand not yet applied.

    Args:
        book: the gradebook.
        policy: what lateness costs.
        spending: exercises on which grace days are spent.
        by_hand: what has a score by hand, which lateness does not touch.
    """
    rows = list(book.rows(_COUNTING))
    late_work = [(row[0], row[1], row[5]) for row in rows if row[1] in spending and (row[0], row[1]) not in by_hand]
    spent = grace_days_spent(policy, late_work)
    results: list[Result] = []
    for student, exercise, attempt, source_hash, origin, when, late, notes, key, score, max_score, fault in rows:
        grace_days = spent.get((student, exercise), 0)
        off = policy.percent_off(student, exercise, when, bool(late), grace_days)
        state = State.GRADED if key else State.NOT_GRADED if fault else State.WAITING
        results.append(
            Result(
                student,
                exercise,
                state,
                score=None if score is None else round(score * (1 - off / 100), 2),
                automatic=score,
                max_score=_USUAL_MAX_SCORE if max_score is None else max_score,
                percent_off=off,
                grace_days=grace_days,
                attempt=attempt,
                submitted_at=when,
                source_hash=source_hash,
                origin=origin,
                key=key,
                fault=None if key else fault,
                notes=tuple(json.loads(notes)),
                time_unknown=when is None and not late and policy.needs_a_time(exercise),
            )
        )
    return results


def _with_rubric(result: Result, rubric: tuple[Marked, ...]) -> Result:
    """The result with the points that people gave beside it; alone they are a score by hand."""
    given = [mark.points for mark in rubric if mark.points is not None]
    if result.state is State.ABSENT and given:
        return replace(result, rubric=rubric, score=sum(given), state=State.BY_HAND)
    score = None if result.score is None else round(result.score + sum(given), 2)
    return replace(result, rubric=rubric, score=score)


def _with_override(result: Result, given: Override | None) -> Result:
    """The result with a score by hand, which lateness does not touch."""
    if given is None:
        return result
    return replace(result, state=State.BY_HAND, score=given.score, override=given)
