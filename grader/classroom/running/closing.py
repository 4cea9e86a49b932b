"""What the class commands say at the end: how it went, what was left out, who would change, and what to do next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import mean

from grader.classroom.gradebook.class_results import ClassResults, State, class_results_of
from grader.classroom.gradebook.gradebook import Gradebook
from grader.classroom.gradebook.regrading import Change
from grader.classroom.gradebook.submissions import left_out_of
from grader.classroom.intake.trees import LeftOut
from grader.classroom.names import shown
from grader.classroom.running.grade_pending import Tally
from grader.course import Course

_CHECKS_SHOWN = 8


def result_lines(tally: Tally, seed: int, stale: bool) -> Iterator[str]:
    """How many were graded, which ones not, and why not."""
    if stale:
        yield f"{tally.graded} of {tally.total} graded again under today's checks and versions, seed {seed}."
    else:
        yield f"{tally.before + tally.graded} of {tally.total} graded ({tally.before} before), seed {seed}."
    if tally.failed:
        yield f"{tally.failed} not graded, through no fault of theirs; the same command tries them again:"
    yield from (f"  {fault}" for fault in tally.faults)


def class_lines(book: Gradebook, out: Path, course: Course) -> Iterator[str]:
    """A line an exercise with mean and zeros, what stays open, and the next command."""
    results = class_results_of(book)
    for exercise in results.exercises:
        yield f"  {_exercise_line(results, exercise)}"
    left_out = len(left_out_of(book))
    unread = len(results.unread)
    if left_out:
        meant = f"; {unread} handed in something that could not be read: `grade assign` settles it" if unread else ""
        yield f"  left out: {_counted(left_out, 'file')}{meant}"
    yield f"Next: `grade report {out}{course.option()}` for pages, `grade export {out}` for scores."


def left_out_lines(entries: Sequence[LeftOut]) -> Iterator[str]:
    """A line for each kind of file: the same name left out for the same reason everywhere is one."""
    kinds: dict[tuple[str, str], list[str]] = {}
    for entry in entries:
        kinds.setdefault((entry.path.rsplit("/", 1)[-1], entry.reason), []).append(entry.path)
    for (name, reason), paths in kinds.items():
        if len(paths) == 1:
            yield f"left out: {shown(paths[0])}: {reason}"
        else:
            yield f"left out: {len(paths)} x {shown(name)} ({shown(paths[0])} and others): {reason}"


def _exercise_line(results: ClassResults, exercise: str) -> str:
    """Such as "exercise3: mean 71.5 of 100, 40 students, 2 with 0, 1 not graded"."""
    here = [results.results[student.id, exercise] for student in results.students]
    scores = [result.score for result in here if result.score is not None]
    states = Counter(result.state for result in here)
    parts = (
        [f"mean {mean(scores):.1f} of {results.max_scores[exercise]:g}, {_counted(len(scores), 'student')}"]
        if scores
        else []
    )
    for number, words in (
        (scores.count(0), "with 0"),
        (states[State.NOT_GRADED], "not graded, a fault of the grader"),
        (states[State.WAITING], "not graded yet"),
        (states[State.ABSENT], "without a file"),
    ):
        parts += [f"{number} {words}"] if number else []
    return f"{exercise}: {', '.join(parts) or 'nothing yet'}"


def change_summary(changes: Sequence[Change]) -> Iterator[str]:
    """How many go up, how many down, by how much, and by which checks."""
    up, down = ([change for change in changes if sign * change.difference > 0] for sign in (1, -1))
    if not changes:
        return
    by_hand = sum(change.by_hand for change in changes)
    kept = f"; {by_hand} of them keep their score by hand" if by_hand else ""
    yield f"{len(changes)} would change: {_side(up, 'up')}, {_side(down, 'down')}{kept}."
    checks = Counter((change.exercise, check.check) for change in changes for check in change.checks)
    for (exercise, check), number in checks.most_common(_CHECKS_SHOWN):
        yield f"  {exercise} {check}: {number}"
    if len(checks) > _CHECKS_SHOWN:
        yield f"  and {len(checks) - _CHECKS_SHOWN} more checks"


def _side(changes: Sequence[Change], word: str) -> str:
    """Such as "12 up (by 4.5 on average)"."""
    average = mean(abs(change.difference) for change in changes) if changes else 0.0
    return f"{len(changes)} {word}" + (f" (by {average:.1f} on average)" if changes else "")


def change_lines(changes: Sequence[Change]) -> Iterator[str]:
    """Each student who would change, with the checks behind it."""
    for change in changes:
        before = "none" if change.before is None else f"{change.before:g}"
        by_hand = " (a score by hand counts all the same)" if change.by_hand else ""
        scores = f"{before} -> {change.after:g} ({change.difference:+g})"
        yield f"{shown(change.student)} {change.exercise}: {scores}{by_hand}"
        for check in change.checks:
            old, new = check.status_before or "absent", check.status_after or "absent"
            yield f"    {check.check}: {old} {check.points_before or 0:g} -> {new} {check.points_after or 0:g}"


def _counted(number: int, noun: str) -> str:
    """Such as "1 student" or "31 students"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
