"""Instructors' commands for the ways out: what platforms take back, and graders that they run themselves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from grader.classroom.exports import FORMATS
from grader.command.chosen_course import chosen_course, course_option
from grader.command.instructor.option_types import FILE, FOLDER


@click.command("export")
@click.argument("folder", type=FOLDER)
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="csv", show_default=True)
@click.option("--to", type=click.Path(path_type=Path), help="File (or folder, for a file a student); default: stdout.")
@click.option("--template", type=FILE, help="Your own Canvas gradebook or Moodle worksheet, to be filled.")
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar='WHAT="TITLE"',
    help="Canvas: the column of an exercise or total. Moodle: what the site calls identifier, grade, feedback, ...",
)
@click.option("--student", help="Only this student's id.")
@click.option(
    "--points", type=click.FloatRange(0, min_open=True), help="Points of the Canvas column, without --template."
)
@click.option("--advice", is_flag=True, help="Moodle: what the checks advise goes into the feedback, too.")
@course_option
@click.pass_context
def export(context: click.Context, /, folder: Path, form: str, to: Path | None, **options: Any) -> None:
    """Write the scores as the platform takes them in."""
    from grader.command.instructor import platform_commands

    platform_commands.export_class(chosen_course(context), folder, form, to, **options)


@click.command("feedback")
@click.argument("folder", type=FOLDER)
@click.option(
    "--format",
    "form",
    type=click.Choice(["folder", "canvas", "moodle", "mail"]),
    default="folder",
    show_default=True,
    help="Pages, a zip that Canvas or Moodle takes back, or a mail a student as .eml files.",
)
@click.option("--to", type=click.Path(path_type=Path), help="Where to; without it, only say who would get what.")
@click.option("--from", "sender", default="", help="mail: the address that it comes from.")
@click.option("--no-details", is_flag=True, help="Leave inputs and expected values out of the pages.")
@click.option(
    "--smtp", metavar="HOST:PORT", help="mail: the server that takes the mails; SMTP_USER and SMTP_PASSWORD log in."
)
@click.option(
    "--send", "sending", is_flag=True, help="mail: send over --smtp; without it, only say what would be sent."
)
@click.option("--again", metavar="ID", multiple=True, help="mail: send this student's even if it went out before.")
@course_option
@click.pass_context
def feedback(
    context: click.Context, /, folder: Path, form: str, to: Path | None, smtp: str | None, **given: Any
) -> None:
    """Give every student's page back, under the platform's own names. Nothing is sent unless --send says so."""
    from grader.command.instructor import mail_commands, platform_commands

    course = chosen_course(context)
    mail = {name: given.pop(name) for name in ("sending", "again")}
    details = not given.pop("no_details")
    if smtp is not None:
        if form != "mail" or to is not None:
            raise click.UsageError("--smtp goes with --format mail and without --to.")
        return mail_commands.mail_feedback(course, folder, smtp, details=details, **given, **mail)
    if any(mail.values()):
        raise click.UsageError("--send and --again need --smtp HOST:PORT.")
    platform_commands.give_feedback(course, folder, form, to, details=details, **given)


@click.command("autograder")
@click.argument("target", type=click.Path(path_type=Path))
@click.argument("exercises", nargs=-1)
@click.option(
    "--for",
    "platform",
    type=click.Choice(["gradescope", "classroom50"]),
    default="gradescope",
    show_default=True,
    help="Gradescope takes a zip; Classroom 50 a folder, to be put at autograders/ASSIGNMENT.",
)
@click.option("--wheel", type=FILE, help="The package to install; default: one of the version that runs here.")
@click.option(
    "--visibility",
    type=click.Choice(["visible", "after_due_date", "after_published", "hidden"]),
    default="visible",
    show_default=True,
    help="Gradescope: when students see the result.",
)
@click.option("--submissions", "most_submissions", type=click.IntRange(1), help="Gradescope: grade at most so many.")
@click.option("--cool-down-minutes", type=click.FloatRange(0), default=0.0, help="Gradescope: between two graded ones.")
@course_option
@click.pass_context
def autograder(
    context: click.Context, /, target: Path, exercises: tuple[str, ...], platform: str, wheel: Path | None, **given: Any
) -> None:
    """Write TARGET, what Gradescope or Classroom 50 takes as an autograder, for EXERCISES (default: all)."""
    from grader.command.instructor import platform_commands

    platform_commands.write_autograder(chosen_course(context), target, exercises, platform, wheel, **given)


@click.group("canvas")
def canvas() -> None:
    """Put scores into Canvas over its API."""


@canvas.command("push")
@click.argument("folder", type=FOLDER)
@click.argument("what")
@click.option("--address", required=True, envvar="CANVAS_ADDRESS", help="Such as https://canvas.example.edu.")
@click.option(
    "--class", "canvas_course", required=True, type=int, metavar="NUMBER", help="Canvas's number of the course."
)
@click.option("--assignment", required=True, type=int, metavar="NUMBER", help="Canvas's number of the assignment.")
@click.option("--no-comments", is_flag=True, help="Scores alone.")
@click.option("--send", "sending", is_flag=True, help="Send; without it, only show what would be sent.")
@course_option
@click.pass_context
def push(context: click.Context, /, folder: Path, what: str, **given: Any) -> None:
    """Put the scores of WHAT (an exercise, or total) into a Canvas assignment: what differs, and nothing else.

    The access token is read from the environment variable CANVAS_TOKEN.
    """
    from grader.command.instructor import platform_commands

    platform_commands.push_to_canvas(chosen_course(context), folder, what, **given)


COMMANDS = (export, feedback, autograder, canvas)
