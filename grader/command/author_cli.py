"""Commands for authors: proofs of a course, and a new exercise. Neither imports torch before it has to."""

from __future__ import annotations

from typing import Any

import click

from grader.command.chosen_course import chosen_course, course_option
from grader.command.console import console
from grader.errors import UsageProblem


class _MutantsType(click.ParamType):  # type: ignore[type-arg]  # generic in newer click only
    """A number of mutants, or "all" (-1)."""

    name = "mutants"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number that the text names."""
        if value == "all":
            return -1
        if str(value).isdigit():
            return int(value)
        self.fail(f"must be a number or all; got {value!r}.", param, ctx)


_MUTANTS = _MutantsType()


@click.command()
@click.argument("exercises", nargs=-1)
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="First of the two seeds.")
@click.option("--jobs", type=click.IntRange(1), help="Processes side by side; default: one for each core.")
@click.option(
    "--mutants", type=_MUTANTS, metavar="N|all", help="Put N mutated solutions an exercise to the checks, or all."
)
@click.option("--only-mutants", is_flag=True, help="Leave the other proofs out.")
@click.option("--examples/--no-examples", default=True, help="Whether tests/accepted and tests/rejected are graded.")
@click.option(
    "--debugging", is_flag=True, help="Put each program of `grade debug` to the checks too, besides running it."
)
@click.option("--check", "checks", multiple=True, help="Prove only this check (may be repeated).")
@click.option("--function", "functions", multiple=True, help="Prove only this function (may be repeated).")
@click.option("--advice", is_flag=True, help="Only count how the answers in tests/rejected are told their mistake.")
@click.option("--json", "as_json", is_flag=True, help="With --advice: the counts and each file, as JSON.")
@course_option
@click.pass_context
def verify(context: click.Context, /, exercises: tuple[str, ...], advice: bool, as_json: bool, **options: Any) -> None:
    """Prove that the course is right: solutions 100, stubs 0, each misconception caught and named."""
    from grader.verification.run import Options, show_advice, verify_course

    course = chosen_course(context)
    names = [course.resolve(name) for name in exercises] or course.names()
    if advice:
        context.exit(show_advice(console(), course, names, Options(**options), as_json))
    if as_json:
        raise UsageProblem("--json goes with --advice: `grade verify --advice --json`.")
    context.exit(verify_course(console(), course, names, Options(**options)))


@click.command("new")
@click.argument("exercise")
@click.option("--functions", default="", metavar="F,G", help="Names of its functions, with commas between.")
@course_option
@click.pass_context
def new(context: click.Context, exercise: str, functions: str) -> None:
    """Begin an exercise: write the four files of EXERCISE, such as exercise9, for you to fill in."""
    from grader.verification.new_exercise import write_exercise

    course = chosen_course(context)
    for file in write_exercise(course, exercise, functions):
        click.echo(f"wrote {file}")
    click.echo(f"Next: `grade verify {exercise}{course.option()}` says what is still missing.")


COMMANDS = (verify, new)
