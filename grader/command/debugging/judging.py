"""Judge a repair by the hidden checks: those that the mistake trips, and those of every function that was changed."""

from __future__ import annotations

import dataclasses
import secrets
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from grader.command.debugging.telling import tell_lessons
from grader.debugging.repair import Repair, repair_of
from grader.errors import UsageProblem
from grader.outcome import CheckOutcome, Grade, Status
from grader.source import SourceFile, read_source

if TYPE_CHECKING:
    from grader.command.debugging.desk import Desk
    from grader.course import Course
    from grader.debugging.record import Record, Task

FULL, LESS, OUR_FAULT = 0, 1, 3
_SEED_LIMIT = 1 << 32


def check(course: Course, exercise: str, file: Path, desk_made: Callable[[], Desk]) -> int:
    """Grade the file of the task at hand, and say what came of it; returns the exit code.

    The record is read only after the template of the workers is there: no worker holds a word of it.
    """
    from grader.sandbox.factory import WorkerFactory

    source = read_source(exercise, file)
    with WorkerFactory(course.modules_needed(exercise)) as factory:
        from grader.grading.grade import grade
        from grader.grading.options import GradeOptions
        from grader.grading.planning import plan_of

        desk = desk_made()
        task = desk.task
        if task is None:
            raise UsageProblem(f"No program of {exercise} is open; `grade debug {exercise}` hands one out.")
        repair = _repair_at(desk, task, source)
        if repair is not None and repair.is_none:
            desk.say(f"{file.as_posix()} is still as it was handed out: nothing in it was mended yet.")
            return LESS
        checks = _checks_to_run(course, desk.record, task, repair)
        plan = plan_of(course, exercise, secrets.randbelow(_SEED_LIMIT), GradeOptions(checks=checks))
        result = grade(factory, exercise, source, dataclasses.replace(plan, diagnose=False))
    return verdict(desk, task, result, repair)


def _repair_at(desk: Desk, task: Task, source: SourceFile) -> Repair | None:
    """What was changed; None when it is no Python, which the grade will say better."""
    from grader.debugging.record import wrong_program

    try:
        text = source.data.decode("utf-8")
        return repair_of(wrong_program(desk.record, task.bugs), desk.record.program, text)
    except (SyntaxError, ValueError):
        return None


def _checks_to_run(course: Course, record: Record, task: Task, repair: Repair | None) -> tuple[str, ...]:
    """The checks that judge a repair; empty stands for all."""
    if repair is not None and repair.beyond:
        return ()
    names = [name for bug in task.bugs for name in bug.fails]
    for function in sorted(repair.functions) if repair is not None else ():
        names += course.checks_of(record.exercise, function)
    return tuple(dict.fromkeys(names))


def verdict(desk: Desk, task: Task, grade: Grade, repair: Repair | None) -> int:
    """Say what the checks say, and keep the points."""
    failing = [check for check in grade.checks if check.status is not Status.PASSED]
    if grade.at_fault or grade.faults:
        desk.say("The grader broke; this is our fault and costs you nothing. Please try again.")
        return OUR_FAULT
    if failing:
        half = "one of the two mistakes is mended, and " if _is_half_mended(task, failing) else ""
        desk.say(f"Not yet: {half}{len(failing)} of {len(grade.checks)} checks fail. The first:")
        desk.say(failing[0].description, 2)
        desk.say(failing[0].message, 2)
        desk.say(f"Go on in {desk.file.as_posix()}. To be told what it is, for no points:")
        desk.command(f"grade debug {desk.exercise} --give-up")
        return LESS
    if repair is not None and repair.rewritten:
        return rewritten(desk, repair)
    mended(desk, task)
    return FULL


def _is_half_mended(task: Task, failing: Sequence[CheckOutcome]) -> bool:
    """Whether one of two mistakes trips no check any more."""
    names = {check.name for check in failing}
    return len(task.bugs) > 1 and sum(names.isdisjoint(bug.fails) for bug in task.bugs) == 1


def rewritten(desk: Desk, repair: Repair) -> int:
    """A right program that is another one."""
    for function, (changed, lines) in repair.rewritten.items():
        desk.say(
            f"It works: all checks pass. But {function} is written anew, {changed} of its {lines} lines differ, and the "
            "mistake needs far fewer. Here it counts to find it: in a program of ten thousand lines nobody can begin again."
        )
    desk.say("To try once more on the first text:")
    file = desk.file.as_posix()
    desk.command(f"mv {file} {file.removesuffix('.py')}.rewritten.py && grade debug {desk.exercise}")
    return LESS


def mended(desk: Desk, task: Task) -> None:
    """Keep the points, and tell the lesson."""
    points = int(task.level)
    hunt = dataclasses.replace(desk.hunt, open="", mended={**desk.hunt.mended, task.key: points})
    desk = desk.keep(hunt)
    unit = "point" if points == 1 else "points"
    desk.say(f"Mended: {points} {unit}. Debugging {desk.exercise}: {hunt.points} points so far.")
    tell_lessons(desk, task)
    desk.console.print()
    desk.say("The next one:")
    desk.command(f"grade debug {desk.exercise}")


def give_up(desk: Desk) -> int:
    """Tell what it was, for no points.

    Raises:
        UsageProblem: no program is open.
    """
    task = desk.task
    if task is None:
        raise UsageProblem(f"No program of {desk.exercise} is open; `grade debug {desk.exercise}` hands one out.")
    desk = desk.keep(dataclasses.replace(desk.hunt, open="", mended={**desk.hunt.mended, task.key: 0}))
    desk.say("No points this time; this is what it was.")
    tell_lessons(desk, task)
    return FULL
