"""What the commands for the ways out do: exports, feedback, and graders that a platform runs."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from grader.classroom.exports import Options
from grader.classroom.exports import export as export_as
from grader.classroom.gradebook.class_results import class_results_of
from grader.classroom.gradebook.course_kept import refuse_other_course
from grader.classroom.gradebook.gradebook import Gradebook
from grader.classroom.running.class_run import say
from grader.classroom.tables import decoded
from grader.course import Course
from grader.errors import UsageProblem
from grader.files import write_whole

_TOKEN = "CANVAS_TOKEN"


def export_class(
    course: Course,
    folder: Path,
    form: str,
    to: Path | None,
    template: Path | None,
    columns: Sequence[str],
    student: str | None,
    points: float | None,
    advice: bool,
) -> None:
    """Write an export to a file, a folder or stdout; what was left out goes to stderr.

    Raises:
        UsageProblem: the options contradict each other, or the target cannot be written.
    """
    titles = dict(column.partition("=")[::2] for column in columns)
    if not all(titles.values()):
        raise UsageProblem('--column must look like total="Homework 3 (12345)".')
    text = decoded(template.read_bytes()) if template else None
    options = Options(template=text, columns=titles, student=student, points=points, advice=advice)
    with Gradebook.open(folder) as book:
        # An export needs nothing of the course; one that was named must be the class's all the same.
        if course.reference:
            refuse_other_course(book, course)
        exported = export_as(book, form, options)
    if exported.files:
        _write_files(exported.files, to)
    elif to is None:
        _print_text(exported.text)
    else:
        with written(to):
            write_whole(to, exported.text)
    for note in exported.notes:
        say(note)


def _print_text(text: str) -> None:
    """Write to stdout, whatever letters it can show."""
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "replace").decode(encoding))


@contextmanager
def written(target: Path) -> Iterator[None]:
    """One sentence for a target that cannot be written."""
    try:
        yield
    except OSError as error:
        raise UsageProblem(
            f"{target} cannot be written: {error.strerror}. Name another place, or make room."
        ) from error


def _write_files(files: Any, to: Path | None) -> None:
    """Write a file a student below a folder."""
    if to is None:
        raise UsageProblem("This format is a file a student; name a folder with --to.")
    with written(to):
        for name, text in files.items():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            write_whole(to / name, text)
    say(f"{len(files)} files in {to}.")


def give_feedback(course: Course, folder: Path, form: str, to: Path | None, sender: str, details: bool) -> None:
    """Write what goes back to the students, or say what would."""
    from grader.report import feedback

    titles = {name: course.exercise_title(name) for name in course.names()}
    with Gradebook.open(folder) as book:
        refuse_other_course(book, course)
        made = feedback.feedback_of(book, form, titles=titles, details=details, sender=sender)
        if to is not None and made.files:
            with written(to):
                feedback.write(made, form, to)
    for note in made.notes:
        say(note)
    if not made.files:
        return say(f"There is no page to give back as {form}; nothing is written.")
    pages = "1 page" if len(made.files) == 1 else f"{len(made.files)} pages"
    say(
        f"Nothing is written yet; --to names the place for {pages}."
        if to is None
        else f"{to}: {pages}. Nothing is sent. Each page is for its own student alone; the class's "
        "page (class.html) is for you alone and is not in it."
    )


def write_autograder(
    course: Course, target: Path, exercises: Sequence[str], platform: str, wheel: Path | None, **given: Any
) -> None:
    """Write what Gradescope or Classroom 50 runs."""
    from grader.classroom.autograders import classroom50, gradescope
    from grader.classroom.autograders.assignment import Assignment

    names = [course.resolve(name) for name in exercises] or course.names()
    assignment = Assignment(tuple(names), **given)
    with written(target):
        if platform == "classroom50":
            if given != {"visibility": "visible", "most_submissions": None, "cool_down_minutes": 0.0}:
                raise UsageProblem("--visibility, --submissions and --cool-down-minutes are Gradescope's.")
            classroom50.write_classroom50(target, course, assignment, wheel)
            say(f"{target}: put it at autograders/ASSIGNMENT in your classroom ({', '.join(names)}).")
        else:
            gradescope.write_autograder(target, course, assignment, wheel)
            say(f"{target}: upload it as the assignment's autograder ({', '.join(names)}).")


def push_to_canvas(
    course: Course,
    folder: Path,
    what: str,
    address: str,
    canvas_course: int,
    assignment: int,
    no_comments: bool,
    sending: bool,
) -> None:
    """Show what would be sent to Canvas, and send it where that is asked for.

    Raises:
        UsageProblem: there is no token, or the library canvasapi is not installed.
        ExportProblem: Canvas refuses; what was sent so far stands, and the same command goes on.
    """
    try:
        from grader.classroom.canvas_api import pushing
        from grader.classroom.canvas_api.client import assignment_at
    except ImportError as error:
        raise UsageProblem('Canvas is reached over canvasapi: pip install "autogradus[canvas]".') from error
    token = _token()
    name = what if what == "total" else course.resolve(what)
    with Gradebook.open(folder) as book:
        refuse_other_course(book, course)
        results = class_results_of(book, None if name == "total" else [name])
    there = assignment_at(address, token, canvas_course, assignment)
    plan = pushing.plan(there, results, what=name, comments=not no_comments)
    say(f"{plan.title}: {len(plan.entries)} of {len(results.students)} students differ.")
    for note in plan.notes:
        say(f"  {note}")
    if not sending:
        for entry in plan.entries:
            click.echo(str(entry))
        say("Nothing is sent; the same command with --send does it." if plan.entries else "There is nothing to send.")
        return
    for entry in pushing.send(plan.entries):
        click.echo(f"sent: {entry}")


def _token() -> str:
    token = os.environ.get(_TOKEN, "").strip()
    if not token:
        raise UsageProblem(
            f"The environment variable {_TOKEN} must hold an access token (Canvas: Account, Settings, New access token)."
        )
    return token
