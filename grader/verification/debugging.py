"""Proofs of the debugging tasks: the record follows the files, each program fails as told, and its text betrays nothing.

That the solution mends it needs no proof of its own: a bug is an edit of the solution, which gets every point.
"""

from __future__ import annotations

import ast
import dataclasses
import io
import tokenize
from collections.abc import Iterator

from grader.course import Course
from grader.debugging import shapes
from grader.debugging.curves import from_text
from grader.debugging.handout import handed_out
from grader.debugging.record import (
    BugRecord,
    Record,
    SceneRecord,
    Task,
    bugs_path,
    read_record,
    record_path,
    wrong_program,
)
from grader.debugging.recording import Show, declared, without_measures
from grader.errors import AutogradusError
from grader.grading.grade import grade
from grader.grading.plan import Plan
from grader.outcome import Status
from grader.sandbox.factory import WorkerFactory
from grader.source import SourceFile
from grader.verification.finding import Finding

_AGAIN = "run tools/record_debugging.py"


def bugs_to_prove(course: Course, exercise: str) -> list[BugRecord]:
    """The bugs of an exercise's record; none where there is no record, or none that can be read."""
    try:
        return list(read_record(course, exercise).bugs.values()) if record_path(course, exercise).is_file() else []
    except AutogradusError:
        return []


def record_is_true(course: Course, exercise: str, show: Show) -> Iterator[Finding]:
    """The record is that of the files as they are, what it says is seen again, and no text says what is wrong."""
    if not bugs_path(course, exercise).is_file():
        return
    try:
        now, kept = declared(course, exercise), read_record(course, exercise)
        seen = {name: show(wrong_program(kept, (bug,)), kept.scenes[bug.scene]) for name, bug in kept.bugs.items()}
    except AutogradusError as error:
        yield Finding(exercise, "the bugs", f"must fit the exercise; got: {error} Mend them, then {_AGAIN}.")
        return
    if without_measures(kept) != now:
        yield Finding(exercise, "the bugs", f"must be those of the record; it is older than the files: {_AGAIN}.")
    for name, bug in kept.bugs.items():
        if not _is_as_told(kept.scenes[bug.scene], bug.shows, seen[name]):
            yield Finding(exercise, name, f"must show what is told of it; got other values: {_AGAIN}.")
    for task in kept.tasks.values():
        yield from text_betrays_nothing(kept, task)


def _is_as_told(scene: SceneRecord, told: str, seen: str) -> bool:
    """Whether a scene shows what is told: the same fact, or a curve of the same shape (its digits may be a machine's own)."""
    if not scene.is_curve:
        return told == seen
    right = from_text(scene.right)
    kinds = {shapes.shape_of(from_text(text), right, scene.axes) for text in (told, seen)}
    return len(kinds) == 1 and shapes.Shape.ALIKE not in kinds


def text_betrays_nothing(record: Record, task: Task) -> Iterator[Finding]:
    """What is handed out has no comment, the solution's own docstrings, and no word of the bank."""
    text, program = handed_out(record, task, "debug/program.py"), wrong_program(record, task.bugs)
    name = task.bugs[0].mistake
    comments = [part for part in tokenize.generate_tokens(io.StringIO(text).readline) if part.type == tokenize.COMMENT]
    if comments:
        yield Finding(record.exercise, name, f"must be handed out without comments; got {comments[0].string!r}.")
    if _docstrings(program) != _docstrings(record.program):
        yield Finding(record.exercise, name, "must leave the docstrings as they are in the solution.")
    for word in (part for bug in task.bugs for part in (bug.mistake, bug.advice, bug.looks_right)):
        if word in text:
            yield Finding(record.exercise, name, f"must not say what is wrong; the text holds {word!r}.")


def program_fails_as_the_mistake(
    factory: WorkerFactory, exercise: str, bug: BugRecord, plan: Plan
) -> Iterator[Finding]:
    """The bug trips just those checks of its function that the mistake of the bank trips."""
    own = frozenset(plan.course.checks_of(exercise, bug.function))
    only = own if plan.only is None else own & plan.only
    plan = dataclasses.replace(plan, only=only, slow_for=frozenset(), diagnose=False)
    program = wrong_program(read_record(plan.course, exercise), (bug,))
    result = grade(factory, exercise, SourceFile(exercise, program.encode(), f"a program with {bug.mistake}"), plan)
    ran = {check.name for check in result.checks} & own
    if not ran:  # only slow checks are its own: what the scene shows is the proof then
        return
    tripped = {check.name for check in result.checks if check.status is not Status.PASSED}
    listed = set(bug.fails) & ran
    if tripped != listed:
        said = f"{_named(listed)}; got {_named(tripped)} (seed {plan.seed})"
        yield Finding(exercise, bug.mistake, f"as a bug must trip what the mistake trips, {said}.")


def _named(names: set[str]) -> str:
    return ", ".join(sorted(names)) or "nothing"


def _docstrings(program: str) -> list[str | None]:
    kinds = ast.FunctionDef | ast.ClassDef
    return [ast.get_docstring(node) for node in ast.walk(ast.parse(program)) if isinstance(node, kinds)]
