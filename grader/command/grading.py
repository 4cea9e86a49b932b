"""What the grading commands do: read the source, open a factory of workers, grade, show, remember."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click
from rich.console import Console

from grader.command import workspace
from grader.command.terminal import number, show_grade
from grader.course import Course
from grader.errors import SubmissionProblem, UsageProblem
from grader.files import write_whole
from grader.grading.options import GradeOptions
from grader.outcome import REPORT_VERSION, Grade
from grader.sandbox.factory import WorkerFactory
from grader.source import SourceFile, read_source

FULL, LESS, OUR_FAULT = 0, 1, 3
SEED_LIMIT = 1 << 32


@dataclass(frozen=True)
class Presentation:
    """How a result is shown.

    Attributes:
        as_json: one JSON object instead of text.
        verbose: passed checks, tolerances and printed text too.
        html: where to write a page as well, or None.
        pass_mark: percent of the points from which the exit code is 0.
    """

    as_json: bool = False
    verbose: bool = False
    html: Path | None = None
    pass_mark: float = 100.0


def grade_exercise(
    console: Console,
    course: Course,
    exercise: str,
    path: Path | None,
    options: GradeOptions,
    presentation: Presentation,
) -> int:
    """Grade one exercise and print the result; returns the exit code.

    Raises:
        UsageProblem: the path holds nothing to grade, or a check is unknown.
        CourseFault: a file of the exercise is missing.
    """
    course.require(exercise)
    source = read_source(exercise, path or workspace.default_path())
    grade = grade_sources(course, [source], options)[0]
    if path is None:
        remember(grade)
    write_page(course, [grade], presentation.html)
    if presentation.as_json:
        click.echo(json.dumps(grade.to_json()))
    else:
        show_grade(console, course, grade, presentation.verbose)
    return exit_code([grade], presentation.pass_mark)


def write_page(course: Course, grades: Sequence[Grade], file: Path | None) -> None:
    """Write the results as a page of their own, when one is asked for.

    Raises:
        UsageProblem: the libraries for pages are not installed, or the file cannot be written.
    """
    if file is None:
        return
    try:
        from grader.report.pages import learner_page
    except ImportError as error:
        raise UsageProblem("--html needs its libraries: pip install 'autogradus[report]'.") from error
    titles = {grade.exercise: course.exercise_title(grade.exercise) for grade in grades}
    try:
        write_whole(file, learner_page(grades, titles))
    except OSError as error:
        raise UsageProblem(f"{file} cannot be written: {error.strerror}.") from error


def grade_all(
    console: Console, course: Course, path: Path | None, options: GradeOptions, presentation: Presentation
) -> int:
    """Grade every exercise and print the results and one total; returns the exit code.

    Raises:
        UsageProblem: the path holds no exercise.
        CourseFault: a file of the course is missing.
    """
    course.require(*course.names())
    folder = path or workspace.default_path()
    sources, absent = [], []
    for name in course.names():
        try:
            sources.append(read_source(name, folder))
        except SubmissionProblem as problem:
            absent.append(str(problem))
            sources.append(SourceFile(name, b"", str(folder / f"{name}.py")))
    if len(absent) == len(sources):
        raise UsageProblem(absent[0])
    grades = grade_sources(course, sources, options)
    for grade in grades if path is None else ():
        remember(grade)
    write_page(course, grades, presentation.html)
    show_all(console, course, grades, presentation)
    return exit_code(grades, presentation.pass_mark)


def show_all(console: Console, course: Course, grades: Sequence[Grade], presentation: Presentation) -> None:
    """Print several grades and their total."""
    score, best = sum(grade.score for grade in grades), sum(grade.max_score for grade in grades)
    if presentation.as_json:
        total = {"version": REPORT_VERSION, "score": score, "max_score": best, "seed": grades[0].seed}
        click.echo(json.dumps({**total, "exercises": [grade.to_json() for grade in grades]}))
        return
    for grade in grades:
        show_grade(console, course, grade, presentation.verbose)
        console.print()
    for grade in grades:
        console.print(f"{grade.exercise:<12}{number(grade.score):>5}/{number(grade.max_score)}")
    console.print(f"{'total':<12}{number(score):>5}/{number(best)}")


def grade_sources(course: Course, sources: Sequence[SourceFile], options: GradeOptions) -> list[Grade]:
    """Grade sources one after the other with workers of one factory.

    The factory is opened first: what imports checks, labels or points comes after it, so that no worker inherits any.
    """
    modules = course.modules_needed(*(source.name for source in sources))
    seed = options.seed if options.seed is not None else secrets.randbelow(SEED_LIMIT)
    with WorkerFactory(modules) as factory:
        from grader.grading.grade import grade
        from grader.grading.planning import plan_of

        plan = plan_of(course, sources[0].name, seed, options)
        return [grade(factory, source.name, source, plan) for source in sources]


def exit_code(grades: Sequence[Grade], pass_mark: float) -> int:
    """0 from the pass mark on, 1 below it, 3 when a fault of ours touched a grade."""
    if any(grade.at_fault or grade.faults for grade in grades):
        return OUR_FAULT
    score, best = sum(grade.score for grade in grades), sum(grade.max_score for grade in grades)
    return FULL if score >= best * pass_mark / 100 else LESS


def remember(grade: Grade) -> None:
    """Keep the score for the overview."""
    entry = {"score": grade.score, "max_score": grade.max_score, "sha256": grade.source_sha256}
    workspace.update_state("scores", grade.exercise, entry)
