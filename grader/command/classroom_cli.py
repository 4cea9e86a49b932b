"""Commands for instructors: a class from the hand-out of the platform to its gradebook. None of them imports torch."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from grader.classroom.exports import FORMATS
from grader.command import lateness
from grader.command.chosen_course import chosen_course, course_option
from grader.command.option_types import ExercisesType, ShardType

FOLDER = click.Path(path_type=Path, file_okay=False)
FILE = click.Path(path_type=Path, dir_okay=False, exists=True)


def running_options(command: Any) -> Any:
    """Options of every command that grades a class."""
    for option in (
        course_option,
        click.option("--no-sandbox", is_flag=True, help="Run strangers' code without the lockdown. Do not."),
        click.option("--verbose", "-v", is_flag=True, help="A line for each submission."),
        click.option(
            "--mnist", type=click.Choice(["embedded", "full"]), help="Default: embedded, or what the class has."
        ),
        click.option("--dask", "dask_address", metavar="ADDRESS", help="Grade on a Dask cluster instead of here."),
        click.option("--jobs", type=click.IntRange(1), help="Processes side by side; default: one for each core."),
    ):
        command = option(command)
    return command


@click.command("class")
@click.argument("submissions", type=click.Path(path_type=Path, exists=True))
@click.option("--out", type=FOLDER, required=True, help="Where the gradebook is; the same command again resumes.")
@click.option("--seed", type=click.IntRange(0), help="Seed of the whole class; otherwise a fresh one, kept.")
@click.option(
    "--exercises",
    type=ExercisesType(),
    default=(),
    metavar="1,3",
    help="Which exercises count in totals and exports; kept. Default: what more than half handed in.",
)
@click.option("--roster", type=FILE, help="CSV that joins names, ids and e-mail addresses.")
@click.option(
    "--time-zone",
    type=lateness.ZONE,
    metavar="Europe/Berlin",
    help="Which zone times without one of their own are in (an IANA name); kept.",
)
@click.option("--other-layout", is_flag=True, help="Take a hand-out of another layout into this class, too.")
@click.option("--join", is_flag=True, help="Let students of earlier runs move to the roster's ids, as it was shown.")
@click.option(
    "--apart",
    multiple=True,
    metavar="ID",
    help="This student of the hand-out is nobody on the roster, whatever the name (may be repeated); kept.",
)
@click.option(
    "--shard", type=ShardType(), default="1/1", show_default=True, help="Grade part i of n, then `grade merge`."
)
@running_options
@click.pass_context
def grade_class(context: click.Context, /, **options: Any) -> None:
    """Grade SUBMISSIONS: a folder a student, or what Canvas, Moodle, Gradescope or GitHub hand over."""
    from grader.classroom.running import class_run

    context.exit(class_run.grade_class(course=chosen_course(context), **options))


@click.command("regrade")
@click.argument("folder", type=FOLDER)
@click.option("--preview", "action", flag_value="preview", default="preview", help="Show what would change (default).")
@click.option("--apply", "action", flag_value="apply", help="Let what the preview showed count.")
@click.option("--drop", "action", flag_value="drop", help="Forget what the preview showed.")
@click.option("--student", "students", multiple=True, metavar="ID", help="Only this student (may be repeated).")
@running_options
@click.pass_context
def regrade(context: click.Context, /, folder: Path, action: str, **options: Any) -> None:
    """Grade a class again under today's checks: who would change, by how much, and by which check."""
    from grader.classroom.running import class_run

    context.exit(class_run.regrade(folder, action, course=chosen_course(context), **options))


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
    from grader.command import classroom_commands

    classroom_commands.export_class(chosen_course(context), folder, form, to, **options)


@click.command("report")
@click.argument("folder", type=FOLDER)
@click.option("--to", type=FOLDER, help="Where the pages go; default: FOLDER/report.")
@click.option("--no-details", is_flag=True, help="Leave inputs and expected values out of the students' pages.")
@click.option("--title", default="", help="Course and assignment, for the class's page; kept.")
@course_option
@click.pass_context
def report(context: click.Context, folder: Path, to: Path | None, no_details: bool, title: str) -> None:
    """Write a page for the class and one for each student."""
    from grader.command import classroom_commands

    classroom_commands.report_class(chosen_course(context), folder, to, not no_details, title)


@click.command("merge")
@click.argument("folders", type=FOLDER, nargs=-1, required=True)
@click.option("--out", type=FOLDER, required=True, help="Where the joined gradebook goes.")
def merge(folders: tuple[Path, ...], out: Path) -> None:
    """Join the gradebooks of several machines."""
    from grader.command import classroom_commands

    classroom_commands.merge_classes(folders, out)


@click.command("override")
@click.argument("folder", type=FOLDER)
@click.argument("student", required=False)
@click.argument("exercise", required=False)
@click.argument("score", type=float, required=False)
@click.option("--who", help="Who decides.")
@click.option("--why", help="Why; it is kept with the score.")
@click.option("--bonus", is_flag=True, help="Allow more points than the exercise has.")
@click.option("--list", "listing", is_flag=True, help="Show every score by hand, those taken back too.")
@course_option
@click.pass_context
def override(context: click.Context, /, folder: Path, listing: bool, **given: Any) -> None:
    """Set a score by hand; it survives regrades. Without SCORE the automatic one counts again."""
    from grader.command import classroom_commands

    if listing:
        return classroom_commands.list_overrides(folder)
    missing = [name for name in ("student", "exercise", "who", "why") if not given[name]]
    if missing:
        raise click.UsageError(f"A score by hand needs {', '.join(missing)}; --list shows those there are.")
    classroom_commands.override_score(chosen_course(context), folder, **given)


@click.command("assign")
@click.argument("folder", type=FOLDER)
@click.argument("file")
@click.argument("student")
@click.argument("exercise")
@course_option
@click.pass_context
def assign(context: click.Context, folder: Path, file: str, student: str, exercise: str) -> None:
    """Say that FILE, which was left out (or lies here), is STUDENT's answer to EXERCISE; kept for every later run."""
    from grader.command import classroom_commands

    classroom_commands.assign_file(chosen_course(context), folder, file, student, exercise)


@click.command("comment")
@click.argument("folder", type=FOLDER)
@click.argument("student")
@click.argument("exercise")
@click.argument("text")
@click.option("--check", default="", help="The check that it is about.")
@course_option
@click.pass_context
def comment(context: click.Context, folder: Path, student: str, exercise: str, text: str, check: str) -> None:
    """Say TEXT about STUDENT's EXERCISE, on the student's page and in exports; an empty TEXT takes it back."""
    from grader.command import classroom_commands

    classroom_commands.comment_on(chosen_course(context), folder, student, exercise, check, text)


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
@course_option
@click.pass_context
def feedback(context: click.Context, folder: Path, form: str, to: Path | None, sender: str, no_details: bool) -> None:
    """Give every student's page back, under the platform's own names. Nothing is ever sent."""
    from grader.command import classroom_commands

    classroom_commands.give_feedback(chosen_course(context), folder, form, to, sender, not no_details)


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
    from grader.command import classroom_commands

    classroom_commands.write_autograder(chosen_course(context), target, exercises, platform, wheel, **given)


COMMANDS = (
    grade_class,
    regrade,
    export,
    report,
    merge,
    override,
    assign,
    comment,
    feedback,
    *lateness.COMMANDS,
    autograder,
)
