"""What the grading commands do: read the source, open a factory of workers, grade, show, remember."""

from __future__ import annotations

import contextlib
import dataclasses
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console

from grader.command.ahead import lanes_here, specs, start
from grader.command.display import board, screen
from grader.command.display.events import Events
from grader.command.display.lines import number
from grader.command.display.page import write_page
from grader.command.display.terminal import show_everything
from grader.command.display.ticker import Ticker
from grader.command.learner import progress, workspace
from grader.command.learner.submitted import Submitted, submitted
from grader.course import Course
from grader.errors import SubmissionProblem, UsageProblem
from grader.grading.from_text import grade_from_text
from grader.grading.options import GradeOptions
from grader.outcome import REPORT_VERSION, Grade
from grader.session.independence import functions_are_independent
from grader.session.seeds import fresh_seed
from grader.source import SourceFile

if TYPE_CHECKING:
    from grader.kit.check_run import CheckRun
    from grader.sandbox.factory import WorkerFactory

FULL, LESS, OUR_FAULT = 0, 1, 3


@dataclass(frozen=True)
class Presentation:
    """How results are shown.

    Attributes:
        as_json: whether one JSON object is printed and nothing else.
        verbose: whether everything is told.
        pass_mark: percent of the points from which the exit code is 0.
        html: a page of the result too; None for none.
        github: whether it is shown as a step of GitHub Actions.
        events: whether what happens is printed as it happens, one JSON object a line.
    """

    as_json: bool = False
    verbose: bool = False
    pass_mark: float = 100.0
    html: Path | None = None
    events: bool = False
    github: bool = False

    def __post_init__(self) -> None:
        """Two ways to print exclude each other."""
        if self.github and self.as_json:
            raise UsageProblem("--json prints one object and nothing else; leave it or --github out.")


def grade_exercise(
    console: Console,
    course: Course,
    exercise: str,
    path: Path | None,
    options: GradeOptions,
    presentation: Presentation,
    ahead: WorkerFactory | None = None,
) -> int:
    """Grade one exercise and print the result; returns the exit code.

    `ahead`: workers of the built-in course that were made ahead; whoever made them closes them.

    Raises:
        UsageProblem: the path holds nothing to grade, or a check is unknown.
    """
    course.require(exercise)
    given = submitted(course, exercise, path)
    options = (
        options if options.first or not given.is_mine else dataclasses.replace(options, first=_failed_last(exercise))
    )
    events = Events(course, exercise) if presentation.events else None
    with contextlib.ExitStack() as ending:
        with Ticker(console, exercise, presentation.as_json or events is not None) as ticker:
            told = (events or ticker).check_ended
            grade = _grade_sources(course, [given.source], options, told, ending, ahead)[0]
        if given.is_mine:
            given = remember(grade, given, whole=not options.checks)
        if events is not None:
            events.graded(grade)
        elif presentation.github:
            _show_in_actions([grade], [given], presentation)
        else:
            _show_one(console, grade, given, presentation, options.checks)
    if presentation.html is not None:
        write_page([(grade, given)], presentation.html)
    return exit_code([grade], presentation.pass_mark)


def _failed_last(exercise: str) -> tuple[str, ...]:
    """The function that the learner is at."""
    stuck = progress.load().stuck_on.get(exercise, {})
    return (stuck["function"],) if "function" in stuck else ()


def _show_one(
    console: Console, grade: Grade, given: Submitted, presentation: Presentation, checks: tuple[str, ...] = ()
) -> None:
    """Print one grade in the form that is asked for; `checks` names those that ran, when not all did."""
    scope = screen.Scope(frozenset(checks) or None)
    if presentation.as_json:
        click.echo(json.dumps(grade.to_json()))
    elif presentation.verbose:
        show_everything(console, grade, given, scope)
    else:
        screen.show(console, grade, given, scope)


def grade_all(
    console: Console, course: Course, path: Path | None, options: GradeOptions, presentation: Presentation
) -> int:
    """Grade every exercise and print the results and one total; returns the exit code.

    Raises:
        UsageProblem: the path holds no exercise.
    """
    course.require(*course.names())
    folder = path or workspace.default_path()
    submissions, absent = [], []
    for name in course.names():
        try:
            submissions.append(submitted(course, name, path))
        except SubmissionProblem as problem:
            absent.append(str(problem))
            file = folder / f"{name}.py"
            submissions.append(Submitted(course, SourceFile(name, b"", str(file)), file, is_mine=False))
    if len(absent) == len(submissions):
        raise UsageProblem(absent[0])
    with contextlib.ExitStack() as ending, Ticker(console, "all exercises", presentation.as_json) as ticker:
        sources = [given.source for given in submissions]
        grades = _grade_sources(course, sources, options, ticker.check_ended, ending)
    submissions = [remember(*both) if both[1].is_mine else both[1] for both in zip(grades, submissions, strict=True)]
    if presentation.github:
        _show_in_actions(grades, submissions, presentation)
    else:
        _show_all(console, grades, submissions, presentation)
    if presentation.html is not None:
        write_page(list(zip(grades, submissions, strict=True)), presentation.html)
    return exit_code(grades, presentation.pass_mark)


def _show_in_actions(grades: Sequence[Grade], submissions: Sequence[Submitted], presentation: Presentation) -> None:
    """Print grades as a step of GitHub Actions shows them."""
    from grader.command.display import github

    passed = exit_code(grades, presentation.pass_mark) == FULL
    github.show(grades, submissions, passed, lambda console: _show_all(console, grades, submissions, presentation))


def _show_all(
    console: Console, grades: Sequence[Grade], submissions: Sequence[Submitted], presentation: Presentation
) -> None:
    """Print several grades and their total."""
    score, best = sum(grade.score for grade in grades), sum(grade.max_score for grade in grades)
    if presentation.as_json:
        total = {"version": REPORT_VERSION, "score": score, "max_score": best, "seed": grades[0].seed}
        click.echo(json.dumps({**total, "exercises": [grade.to_json() for grade in grades]}))
        return
    for grade, given in zip(grades, submissions, strict=True):
        _show_one(console, grade, given, presentation)
        console.print()
    for grade in grades:
        console.print(f"{grade.exercise:<12}{number(grade.score):>5}/{number(grade.max_score)}")
    console.print(f"{'total':<12}{number(score):>5}/{number(best)}")


def _grade_sources(
    course: Course,
    sources: Sequence[SourceFile],
    options: GradeOptions,
    told: Callable[[CheckRun], None],
    ending: contextlib.ExitStack,
    ahead: WorkerFactory | None = None,
) -> list[Grade]:
    """Grade sources one after the other with workers of one factory; those that their text decides need none.

    The factory is opened first: what imports checks, labels or points comes after it, so that no worker inherits any.
    It is closed by `ending`: a person need not wait for that to see the result.
    """
    seed = options.seed if options.seed is not None else fresh_seed()
    if len(sources) == 1 and (decided := decided_by_text(course, sources[0], seed, options)) is not None:
        return [decided]
    modules = course.modules_needed(*(source.name for source in sources))
    from grader.sandbox.factory import WorkerFactory

    # What is made ahead knows the built-in course alone.
    if ahead is None or course.reference:
        ahead = ending.enter_context(WorkerFactory(modules))
        if len(sources) == 1:
            lanes = lanes_here() if functions_are_independent(sources[0]) and not options.checks else 1
            start(ahead, specs(course, lanes, confined=not options.no_sandbox))
    from grader.grading.grade import grade
    from grader.grading.planning import plan_of

    plan = dataclasses.replace(plan_of(course, sources[0].name, seed, options), listener=told, lanes=lanes_here())
    grades = [grade(ahead, source.name, source, plan) for source in sources]
    ahead.kill()
    return grades


def decided_by_text(course: Course, source: SourceFile, seed: int, options: GradeOptions) -> Grade | None:
    """The grade that needs no torch, or None; a check that is not there is left to those who name the nearest."""
    only = frozenset(name.removeprefix("check_") for name in options.checks) or None
    decided = grade_from_text(course, source, seed, only)
    return None if decided is None or (only and len(decided.checks) != len(only)) else decided


def exit_code(grades: Sequence[Grade], pass_mark: float) -> int:
    """0 from the pass mark on, 1 below it, 3 when a fault of ours touched a grade."""
    if any(grade.at_fault or grade.faults for grade in grades):
        return OUR_FAULT
    score, best = sum(grade.score for grade in grades), sum(grade.max_score for grade in grades)
    return FULL if score >= best * pass_mark / 100 else LESS


def remember(grade: Grade, given: Submitted, whole: bool = True) -> Submitted:
    """Keep what was shown for `grade` and `grade hint`; a score only of a file that loaded and of all its checks.

    Returns the submission, with a notice where nothing could be kept.
    """
    known = progress.load()
    records, stuck = dict(known.records), dict(known.stuck_on)
    if whole and grade.load_failure is None and not grade.at_fault:
        records[grade.exercise] = progress.record_of(grade, records.get(grade.exercise))
    stuck.pop(grade.exercise, None)
    focus = None if grade.load_failure else board.first_open(board.rows(grade, given))
    failure = board.first_failure(focus) if focus is not None else None
    if focus is not None and failure is not None:
        told = {"function": focus.function, "status": failure.status.value, "message": failure.message}
        stuck[grade.exercise] = {**told, "description": failure.description, "advice": failure.advice or ""}
    problem = progress.save(dataclasses.replace(known, records=records, current=grade.exercise, stuck_on=stuck))
    notice = f"This result could not be kept: {problem}; what was kept before stands."
    return dataclasses.replace(given, notices=(*given.notices, notice)) if problem else given
