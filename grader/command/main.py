"""The `grade` command. Only commands that grade import torch; exercises are commands found on disk."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console

from grader import catalog
from grader.command import workspace
from grader.errors import AutogradusError

if TYPE_CHECKING:
    from grader.command.grading import Presentation
    from grader.grading.options import GradeOptions

PATH = click.Path(path_type=Path)


class MutantsType(click.ParamType):  # type: ignore[type-arg]  # generic in newer click only
    """A number of mutants, or "all" (-1)."""

    name = "mutants"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number that the text names."""
        if value == "all":
            return -1
        if str(value).isdigit():
            return int(value)
        self.fail(f"must be a number or all; got {value!r}.", param, ctx)


MUTANTS = MutantsType()


def console() -> Console:
    """Where people read; 80 columns when it is no terminal."""
    return Console(highlight=False, soft_wrap=False, width=None if sys.stdout.isatty() else 80)


class ExerciseGroup(click.Group):
    """A group whose exercises are commands, found when they are asked for."""

    def list_commands(self, context: click.Context) -> list[str]:
        """Exercises first, then the learner's commands, then the instructor's."""
        return [*catalog.names(), *super().list_commands(context), *instructor_commands()]

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """A command by its name, or the grading command of an exercise."""
        command = super().get_command(context, name)
        if command is None and name not in catalog.names():
            command = instructor_commands().get(name)
        return command or exercise_command(catalog.resolve(name))

    def invoke(self, context: click.Context) -> Any:
        """Run a command; an error of ours becomes one sentence and its exit code."""
        try:
            return super().invoke(context)
        except AutogradusError as error:
            click.echo(f"grade: {error}", err=True)
            context.exit(error.exit_code)


def instructor_commands() -> dict[str, click.Command]:
    """The commands for classes, imported only when one of them may be meant."""
    from grader.command.classroom_cli import COMMANDS

    return {command.name or "": command for command in COMMANDS}


def exercise_command(name: str) -> click.Command:
    """The command that grades one exercise."""
    parameters = [*grade_one.params]
    return click.Command(
        name,
        callback=lambda **given: click.get_current_context().invoke(grade_one, exercise=name, **given),
        params=[parameter for parameter in parameters if parameter.name != "exercise"],
        help=f"Grade {name}: {catalog.title(name)}.",
    )


def shared_options(command: Any) -> Any:
    """Options of every command that grades."""
    for option in reversed(
        (
            click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else."),
            click.option("--seed", type=click.IntRange(0), help="Replay with this seed; otherwise a fresh one."),
            click.option("--verbose", "-v", is_flag=True, help="Show passed checks, tolerances and printed text too."),
            click.option("--device", type=click.Choice(["auto", "simgpu", "cuda"]), default="auto", show_default=True,
                         help="Accelerators to check device code on."),
            click.option("--mnist", type=click.Choice(["embedded", "full"]), default="embedded", show_default=True,
                         help="MNIST images: the 5,000 in the package, or all (downloaded once)."),
            click.option("--pass-mark", type=click.FloatRange(0, 100), default=100.0, show_default=True,
                         help="Percent of the points from which the exit code is 0."),
            click.option("--html", type=click.Path(path_type=Path, dir_okay=False), help="Write a page of the result too."),
            click.option("--no-sandbox", is_flag=True, help="Run without the lockdown: for your own code only."),
        )
    ):  # fmt: skip
        command = option(command)
    return command


def typed(options: Mapping[str, Any]) -> tuple[GradeOptions, Presentation]:
    """The shared options as they were typed: what is graded, and how it is shown."""
    from grader.command.grading import Presentation
    from grader.grading.options import GradeOptions

    both = [{field.name for field in dataclasses.fields(kind)} for kind in (GradeOptions, Presentation)]
    graded, shown = ({name: options[name] for name in names if name in options} for names in both)
    return GradeOptions(**graded), Presentation(**shown)


@click.group(cls=ExerciseGroup, invoke_without_command=True)
@click.version_option(package_name="autogradus")
@click.pass_context
def main(context: click.Context) -> None:
    """An auto-graded PyTorch course: fill in exercises/exercise1.py, then `grade exercise1`."""
    if context.invoked_subcommand is None:
        from grader.command.overview import show_overview

        show_overview(console())


@click.command(hidden=True)
@click.argument("exercise")
@click.argument("path", type=PATH, required=False)
@click.option("--check", "checks", multiple=True, help="Run only this check (may be repeated).")
@shared_options
@click.pass_context
def grade_one(context: click.Context, /, exercise: str, path: Path | None, **options: Any) -> None:
    """Grade one exercise; PATH is a file or the folder that holds it (default: exercises/)."""
    from grader.command.grading import grade_exercise

    context.exit(grade_exercise(console(), exercise, path, *typed(options)))


@main.command("all")
@click.argument("path", type=PATH, required=False)
@shared_options
@click.pass_context
def grade_everything(context: click.Context, /, path: Path | None, **options: Any) -> None:
    """Grade every exercise; PATH is the folder that holds them (default: exercises/)."""
    from grader.command.grading import grade_all

    context.exit(grade_all(console(), path, *typed(options)))


@main.command()
@click.argument("exercise")
@click.argument("function", required=False)
def hint(exercise: str, function: str | None) -> None:
    """Show one more hint for FUNCTION at each call: a nudge, where to look, almost the answer."""
    from grader.command.hints import next_hint

    click.echo(next_hint(catalog.resolve(exercise), function))


@main.command("read")
@click.argument("exercise", required=False)
@click.option("--all", "everything", is_flag=True, help="Write all lessons, with a page that leads to them.")
@click.option("--to", type=PATH, help="Write the page to this file; with --all, to this folder.")
@click.option("--text", "as_text", is_flag=True, help="Print the lesson as text, though there is a browser.")
def read_lessons(exercise: str | None, everything: bool, to: Path | None, as_text: bool) -> None:
    """Read the lesson of EXERCISE, with pictures, in the browser; as text where there is none."""
    from grader.command import read

    if everything == (exercise is not None):
        raise click.UsageError("Name one exercise, or give --all.")
    if exercise is not None:
        read.read(catalog.resolve(exercise), to, as_text=as_text)
    elif to is None or as_text:
        raise click.UsageError("--all writes pages; it must have --to FOLDER, and no --text.")
    else:
        read.read_all(to)


@main.command()
@click.argument("exercises", nargs=-1)
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="First of the two seeds.")
@click.option("--jobs", type=click.IntRange(1), help="Processes side by side; default: one for each core.")
@click.option(
    "--mutants", type=MUTANTS, metavar="N|all", help="Put N mutated solutions an exercise to the checks, or all."
)
@click.option("--only-mutants", is_flag=True, help="Leave the other proofs out.")
@click.pass_context
def verify(context: click.Context, /, exercises: tuple[str, ...], **options: Any) -> None:
    """Prove that the course is right: solutions 100, stubs 0, each misconception caught and named."""
    from grader.verification.run import verify_course

    context.exit(verify_course(console(), [catalog.resolve(name) for name in exercises] or catalog.names(), **options))


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
@click.pass_context
def doctor(context: click.Context, as_json: bool) -> None:
    """Say what is installed, which devices and which sandbox there are, and how to mend what is missing."""
    from grader.command.doctor import examine, show_examination

    findings = examine()
    if as_json:
        click.echo(json.dumps([finding.to_json() for finding in findings]))
    else:
        show_examination(console(), findings)
    context.exit(0 if all(finding.well for finding in findings) else 1)


@main.command("init")
@click.argument("folder", type=PATH)
def init(folder: Path) -> None:
    """Make a new workspace: FOLDER/exercises with every stub."""
    made = workspace.initialise(folder)
    click.echo(f"{len(made)} exercises in {folder / 'exercises'}. Next: cd {folder}, open {made[0].name}, `grade`.")


@main.command()
@click.argument("exercise")
@click.argument("path", type=PATH, required=False)
@click.confirmation_option(prompt="Put the stub back? Your file is kept beside it under another name.")
def reset(exercise: str, path: Path | None) -> None:
    """Put one stub back; your old file is kept beside it."""
    name = catalog.resolve(exercise)
    kept = workspace.reset(name, path or workspace.default_path())
    click.echo(f"{name}.py is the stub again." + (f" Your file is now {kept}." if kept else ""))
