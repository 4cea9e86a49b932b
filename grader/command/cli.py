"""The commands of `grade`. Only commands that grade import torch; exercises are commands found on disk."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from grader.command.author_cli import COMMANDS as AUTHOR_COMMANDS
from grader.command.chosen_course import chosen_course, course_option, group_option, moved_to_front
from grader.command.console import console
from grader.command.debugging.entry import debug
from grader.command.guidance import completion
from grader.command.learner import workspace
from grader.command.learner.submitted import exercise_meant
from grader.command.lesson_cli import COMMANDS as READING_COMMANDS
from grader.command.options import PATH, shared_options, typed
from grader.command.warming import is_exercise
from grader.course import Course
from grader.errors import AutogradusError

_AUTHORS = tuple(command.name or "" for command in AUTHOR_COMMANDS)


class _ExerciseGroup(click.Group):
    """A group whose exercises are commands, found when they are asked for; its help is in parts, one for each reader."""

    def parse_args(self, context: click.Context, args: list[str]) -> list[str]:
        """Options before the command's name; `--course` counts wherever it stands."""
        return super().parse_args(context, moved_to_front(args))

    def list_commands(self, context: click.Context) -> list[str]:
        """Exercises first, then the learner's commands, then the instructor's and the author's."""
        return [*chosen_course(context).names(), *super().list_commands(context), *_instructor_commands()]

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """A command by its name, or the grading command of an exercise."""
        command = super().get_command(context, name)
        if command is None and not is_exercise(name):
            command = _instructor_commands().get(name)
        return command or _exercise_command(chosen_course(context), name)

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands by who uses them."""
        names = chosen_course(context).names()
        exercise = f"{names[0]} ... {names[-1]}" if names else "EXERCISE"
        learners = [name for name in super().list_commands(context) if name not in _AUTHORS]
        with formatter.section("For learners"):
            formatter.write_dl([(exercise, "Grade one exercise."), *self.described(context, learners)])
        with formatter.section("For instructors"):
            formatter.write_dl(self.described(context, list(_instructor_commands())))
        with formatter.section("For authors"):
            formatter.write_dl(self.described(context, list(_AUTHORS)))

    def described(self, context: click.Context, names: list[str]) -> list[tuple[str, str]]:
        """Names with their first sentence."""
        commands = [(name, self.get_command(context, name)) for name in names]
        return [(name, command.get_short_help_str(100)) for name, command in commands if command and not command.hidden]

    def invoke(self, context: click.Context) -> Any:
        """Run a command; an error of ours becomes one sentence and its exit code."""
        try:
            return super().invoke(context)
        except AutogradusError as error:
            click.echo(f"grade: {error}", err=True)
            context.exit(error.exit_code)


def _instructor_commands() -> dict[str, click.Command]:
    """The commands for classes, imported only when one of them may be meant."""
    from grader.command.instructor.classroom_cli import COMMANDS

    return {command.name or "": command for command in COMMANDS}


def _exercise_command(course: Course, word: str) -> click.Command:
    """The command that grades the exercise that a word means: its name, its number, or its file."""
    name, file = exercise_meant(course, word)
    absent = course.missing(name)
    about = f"{course.shown(absent[0])} is missing." if absent else f"Grade {name}: {course.exercise_title(name)}."

    def grade_it(**given: Any) -> Any:
        path = given.pop("path") or file
        return click.get_current_context().invoke(grade_one, exercise=name, path=path, **given)

    parameters = [parameter for parameter in grade_one.params if parameter.name != "exercise"]
    return click.Command(name, callback=grade_it, params=parameters, help=about)


@click.group(cls=_ExerciseGroup, invoke_without_command=True)
@click.version_option(package_name="autogradus")
@group_option
@click.pass_context
def cli(context: click.Context) -> None:
    """An auto-graded PyTorch course: fill in exercises/exercise1.py, then `grade exercise1`."""
    if context.invoked_subcommand is None:
        from grader.command.guidance.overview import show_overview

        show_overview(console(), chosen_course(context))


@click.command(hidden=True)
@click.argument("exercise")
@click.argument("path", type=PATH, required=False)
@click.option("--events", is_flag=True, hidden=True, help="Print what happens as it happens: a JSON object a line.")
@click.option(
    "--check", "checks", multiple=True, shell_complete=completion.checks, help="Run only this check (may be repeated)."
)
@click.option("--first", multiple=True, hidden=True, help="Judge this function before others (may be repeated).")
@shared_options
@click.pass_context
def grade_one(context: click.Context, /, exercise: str, path: Path | None, **options: Any) -> None:
    """Grade one exercise; PATH is a file or the folder that holds it (default: exercises/)."""
    from grader.command.grading import grade_exercise

    context.exit(grade_exercise(console(), chosen_course(context), exercise, path, *typed(options), ahead=context.obj))


@cli.command("all")
@click.argument("path", type=PATH, required=False)
@shared_options
@click.pass_context
def grade_everything(context: click.Context, /, path: Path | None, **options: Any) -> None:
    """Grade every exercise; PATH is the folder that holds them (default: exercises/)."""
    from grader.command.grading import grade_all

    context.exit(grade_all(console(), chosen_course(context), path, *typed(options)))


@cli.command()
@click.argument("exercise", required=False, shell_complete=completion.exercises)
@click.argument("function", required=False, shell_complete=completion.functions)
@course_option
@click.pass_context
def hint(context: click.Context, /, exercise: str | None, function: str | None) -> None:
    """One more hint at each call; alone, for the function you are at."""
    from grader.command.display.lines import paragraph
    from grader.command.display.terminal import show_lines
    from grader.command.guidance.hints import next_hint

    screen, course = console(), chosen_course(context)
    for text in next_hint(course, exercise_meant(course, exercise)[0] if exercise else None, function).splitlines():
        show_lines(screen, paragraph(screen, text, 0))


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
@click.pass_context
def doctor(context: click.Context, as_json: bool) -> None:
    """Say what is installed, which devices and which sandbox there are, and how to mend what is missing."""
    from grader.command.doctor import examine, show_examination

    findings = examine(chosen_course(context))
    if as_json:
        click.echo(json.dumps([finding.to_json() for finding in findings]))
    else:
        show_examination(console(), findings)
    context.exit(0 if all(finding.well for finding in findings) else 1)


@cli.command("warm")
@click.argument("action", type=click.Choice(["status", "stop"]), default="status")
def warm(action: str) -> None:
    """Show or stop the process that makes the next grade fast."""
    from grader.command import warming

    if action == "status":
        click.echo(warming.status())
    else:
        click.echo("stopped." if warming.stop() else "there was none.")


@cli.command("watch")
@click.argument("exercise", required=False, shell_complete=completion.exercises)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line for what happens.")
@course_option
@click.pass_context
def watch(context: click.Context, /, exercise: str | None, as_json: bool) -> None:
    """Grade at each save; keys for hints, list, next."""
    from grader.command.guidance.overview import next_exercise
    from grader.command.learner import progress
    from grader.command.watch.loop import watch
    from grader.command.watch.shows import JsonShow, PlainShow, ScreenShow

    course = chosen_course(context)
    names = course.names()
    name = exercise_meant(course, exercise)[0] if exercise else next_exercise(names, progress.load()) or names[0]
    screen = console()
    paints = screen.is_terminal and not screen.is_dumb_terminal
    watch(course, name, JsonShow() if as_json else ScreenShow() if paints else PlainShow(screen))
    if paints and not as_json:
        click.echo()


@cli.command("init")
@click.argument("folder", type=PATH)
@click.option(
    "--github", is_flag=True, help="A workflow that grades each push, too; also into a workspace that is there."
)
@course_option
@click.pass_context
def init(context: click.Context, /, folder: Path, github: bool) -> None:
    """Make a new workspace: FOLDER/exercises with every stub."""
    from grader.command.learner.new_workspace import initialise, write_workflow

    course = chosen_course(context)
    is_there = (folder / workspace.EXERCISES).is_dir()
    if not (github and is_there):
        made = initialise(folder, course)
        click.echo(f"{len(made)} exercises in {folder / 'exercises'}.")
    if github:
        click.echo(f"{write_workflow(folder, course)} grades each push.")
    if github and is_there:
        return
    click.echo(f"Next: cd {folder}, then `grade`. Open the folder in your editor; its README.md is short.")


@cli.command()
@course_option
@click.pass_context
def update(context: click.Context) -> None:
    """Bring newer stubs in, merged with what you wrote."""
    from grader.command.learner.updating import update

    for updated in update(chosen_course(context)):
        click.echo(f"{updated.name}: {updated.outcome.value}.")


@cli.command()
@click.argument("exercise", shell_complete=completion.exercises)
@click.argument("path", type=PATH, required=False)
@click.confirmation_option(prompt="Put the stub back? Your file is kept beside it under another name.")
@course_option
@click.pass_context
def reset(context: click.Context, /, exercise: str, path: Path | None) -> None:
    """Put one stub back; your old file is kept beside it."""
    course = chosen_course(context)
    name, file = exercise_meant(course, exercise)
    kept = workspace.reset(course, name, path or file or workspace.default_path())
    click.echo(f"{name}.py is the stub again." + (f" Your file is now {kept}." if kept else ""))


for _command in (*AUTHOR_COMMANDS, *READING_COMMANDS, debug):
    cli.add_command(_command)
