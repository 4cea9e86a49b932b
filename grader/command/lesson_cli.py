"""Commands that show something to read: a lesson, the reference beside one's own. What they do is in `guidance`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from grader.command.chosen_course import chosen_course, course_option
from grader.command.console import console
from grader.command.guidance import completion
from grader.command.learner.submitted import exercise_meant
from grader.command.options import PATH, shared_options, typed


@click.command("read")
@click.argument("exercise", required=False, shell_complete=completion.exercises)
@click.option("--all", "everything", is_flag=True, help="Write all lessons, with a page that leads to them.")
@click.option("--to", type=PATH, help="Write the page to this file; with --all, to this folder.")
@click.option("--text", "as_text", is_flag=True, help="Print the lesson as text, though there is a browser.")
@course_option
@click.pass_context
def read_lessons(
    context: click.Context, /, exercise: str | None, everything: bool, to: Path | None, as_text: bool
) -> None:
    """Read the lesson of EXERCISE, with pictures, in the browser; as text where there is none."""
    from grader.command.guidance import read

    course = chosen_course(context)
    if everything == (exercise is not None):
        raise click.UsageError("Name one exercise, or give --all.")
    if exercise is not None:
        read.read(course, course.resolve(exercise), to, as_text=as_text)
    elif to is None or as_text:
        raise click.UsageError("--all writes pages; it must have --to FOLDER, and no --text.")
    else:
        read.read_all(course, to)


@click.command("compare")
@click.argument("exercise", shell_complete=completion.exercises)
@click.argument("function", required=False, shell_complete=completion.functions)
@click.option("--anyway", is_flag=True, help="Show functions too that are not passed yet: it takes the work away.")
@course_option
@click.pass_context
def compare_with_reference(context: click.Context, /, exercise: str, function: str | None, anyway: bool) -> None:
    """Show the reference beside yours, once passed."""
    from grader.command.guidance.compare import compare

    course = chosen_course(context)
    compare(console(), course, exercise_meant(course, exercise)[0], function, anyway=anyway)


@click.command("page")
@click.argument("exercise", shell_complete=completion.exercises)
@click.option("--to", type=PATH, help="Write the page to this file.")
@shared_options
@click.pass_context
def result_page(context: click.Context, /, exercise: str, to: Path | None, **options: Any) -> None:
    """Grade EXERCISE and open the result in the browser."""
    from grader.command.guidance.result import open_page

    context.exit(open_page(console(), chosen_course(context), exercise, to, *typed(options)))


COMMANDS = (read_lessons, compare_with_reference, result_page)
