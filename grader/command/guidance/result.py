"""`grade page`: the result of an exercise as a page in the browser; `grade watch` writes it anew at each save."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import click
from rich.console import Console

from grader.command.display.page import page_file
from grader.command.grading import Presentation, grade_exercise
from grader.command.guidance.read import browser_here
from grader.command.learner.submitted import exercise_meant
from grader.course import Course
from grader.errors import UsageProblem
from grader.grading.options import GradeOptions

# Pages are made, not written by hand: no repository keeps them.
_IGNORED = "*\n"


def open_page(
    console: Console, course: Course, word: str, to: Path | None, options: GradeOptions, presentation: Presentation
) -> int:
    """Grade an exercise, write its page and open it; returns the exit code.

    Raises:
        UsageProblem: there is nothing to grade, or the page cannot be written.
    """
    exercise, path = exercise_meant(course, word)
    file = to or _made(page_file(exercise))
    code = grade_exercise(console, course, exercise, path, options, dataclasses.replace(presentation, html=file))
    browser = browser_here()
    if browser is not None and browser.open(file.resolve().as_uri()):
        click.echo(f"The page is open in your browser: {file}.")
    else:
        click.echo(f"The page is {file}. Open it in any browser.")
    return code


def _made(file: Path) -> Path:
    """The file, in a folder that is there."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        (file.parent / ".gitignore").write_text(_IGNORED, "utf-8")
    except OSError as error:
        raise UsageProblem(f"{file.parent} cannot be made: {error.strerror}. Give another place with --to.") from error
    return file
