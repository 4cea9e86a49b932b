"""Commands for instructors: a class from the hand-out of the platform to its gradebook. None of them imports torch."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import click

from grader.classroom.running.class_options import ClassOptions, RegradeAction, RunOptions
from grader.command.chosen_course import chosen_course, course_option
from grader.command.instructor import lateness, platform_cli
from grader.command.instructor.option_types import FILE, FOLDER, ExercisesType, ShardType


def _running_options(command: Any) -> Any:
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


def _run_options(given: dict[str, Any]) -> RunOptions:
    """Take the values of `_running_options` out of what was typed."""
    return RunOptions(
        **{option.name: given.pop(option.name, option.default) for option in dataclasses.fields(RunOptions)}
    )


@click.command("class")
@click.argument("submissions", type=click.Path(path_type=Path, exists=True))
@click.option("--out", type=FOLDER, required=True, help="Where the gradebook is; the same command again resumes.")
@click.option("--seed", type=click.IntRange(0), help="Seed of the whole class; otherwise a fresh one, kept.")
@click.option(
    "--seed-per-student",
    is_flag=True,
    help="Give each student a seed of their own, which follows from the class's; kept.",
)
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
    "--page",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A page for the projector, rewritten every 10 s while it runs; it names nobody.",
)
@click.option(
    "--apart",
    multiple=True,
    metavar="ID",
    help="This student of the hand-out is nobody on the roster, whatever the name (may be repeated); kept.",
)
@click.option(
    "--shard", type=ShardType(), default="1/1", show_default=True, help="Grade part i of n, then `grade merge`."
)
@_running_options
@click.pass_context
def grade_class(context: click.Context, /, **options: Any) -> None:
    """Grade SUBMISSIONS: a folder a student, or what Canvas, Moodle, Gradescope or GitHub hand over."""
    from grader.classroom.running import class_run

    run = _run_options(options)
    context.exit(class_run.grade_class(chosen_course(context), ClassOptions(run=run, **options)))


@click.command("regrade")
@click.argument("folder", type=FOLDER)
@click.option("--preview", "action", flag_value="preview", default="preview", help="Show what would change (default).")
@click.option("--apply", "action", flag_value="apply", help="Let what the preview showed count.")
@click.option("--drop", "action", flag_value="drop", help="Forget what the preview showed.")
@click.option("--student", "students", multiple=True, metavar="ID", help="Only this student (may be repeated).")
@_running_options
@click.pass_context
def regrade(context: click.Context, /, folder: Path, action: str, **options: Any) -> None:
    """Grade a class again under today's checks: who would change, by how much, and by which check."""
    from grader.classroom.running import class_run

    context.exit(class_run.regrade(folder, RegradeAction(action), chosen_course(context), _run_options(options)))


@click.command("report")
@click.argument("folder", type=FOLDER)
@click.option("--to", type=FOLDER, help="Where the pages go; default: FOLDER/report.")
@click.option("--no-details", is_flag=True, help="Leave inputs and expected values out of the students' pages.")
@click.option("--title", default="", help="Course and assignment, for the class's page; kept.")
@click.option(
    "--base",
    type=click.Path(path_type=Path, exists=True),
    multiple=True,
    help="Files that make nobody look alike, such as last year's hand-out (may be repeated).",
)
@course_option
@click.pass_context
def report(
    context: click.Context, folder: Path, to: Path | None, no_details: bool, title: str, base: tuple[Path, ...]
) -> None:
    """Write a page for the class and one for each student."""
    from grader.command.instructor import classroom_commands

    classroom_commands.report_class(chosen_course(context), folder, to, not no_details, title, base)


@click.command("merge")
@click.argument("folders", type=FOLDER, nargs=-1, required=True)
@click.option("--out", type=FOLDER, required=True, help="Where the joined gradebook goes.")
def merge(folders: tuple[Path, ...], out: Path) -> None:
    """Join the gradebooks of several machines."""
    from grader.command.instructor import classroom_commands

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
    from grader.command.instructor import classroom_commands

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
    from grader.command.instructor import classroom_commands

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
    from grader.command.instructor import classroom_commands

    classroom_commands.comment_on(chosen_course(context), folder, student, exercise, check, text)


@click.command("rubric")
@click.argument("folder", type=FOLDER)
@click.argument("rubric", type=FILE, required=False)
@click.option(
    "--sheet", type=click.Path(path_type=Path, dir_okay=False), help="Write a CSV to fill in, a row a student."
)
@click.option("--from", "filled", type=FILE, help="Take the points of a CSV that was filled in: all of them or none.")
@click.option("--who", default="", help="Who gives the points of --from.")
@course_option
@click.pass_context
def rubric(context: click.Context, /, folder: Path, **given: Any) -> None:
    """Points by hand beside the automatic ones: set the criteria by the YAML file RUBRIC, or show them."""
    from grader.command.instructor import rubric_commands

    rubric_commands.use_rubric(chosen_course(context), folder, **given)


@click.command("mark")
@click.argument("folder", type=FOLDER)
@click.argument("student")
@click.argument("exercise")
@click.argument("criterion")
@click.argument("points", type=float, required=False)
@click.option("--who", required=True, help="Who gives them.")
@click.option("--words", default="", help="Why, for the student to read.")
@course_option
@click.pass_context
def mark(context: click.Context, /, folder: Path, **given: Any) -> None:
    """Give STUDENT POINTS in a CRITERION of the rubric; without POINTS take them back."""
    from grader.command.instructor import rubric_commands

    rubric_commands.mark(chosen_course(context), folder, **given)


COMMANDS = (
    rubric,
    mark,
    grade_class,
    regrade,
    report,
    merge,
    override,
    assign,
    comment,
    *lateness.COMMANDS,
    *platform_cli.COMMANDS,
)
