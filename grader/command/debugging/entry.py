"""The command `grade debug` and its options; the rest of this folder is imported when it is needed."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from grader.command.chosen_course import chosen_course, course_option
from grader.command.console import console
from grader.command.guidance import completion
from grader.command.learner import progress
from grader.command.learner.submitted import exercise_meant
from grader.errors import UsageProblem

if TYPE_CHECKING:
    from grader.command.debugging.desk import Desk


@click.command("debug")
@click.argument("exercise", required=False, shell_complete=completion.exercises)
@click.option("--check", "is_check", is_flag=True, help="Judge your repair of the program at hand.")
@click.option("--answer", type=click.IntRange(1, 3), help="Answer the open question without typing.")
@click.option("--give-up", is_flag=True, help="Be told what is wrong in it, for no points.")
@click.option("--list", "is_list", is_flag=True, help="What there is, and your points.")
@click.option("--yes", is_flag=True, help="Hand the solution with a mistake out before the exercise is done.")
@click.option("--seed", type=click.IntRange(0), help="Draw tasks and questions by this seed.")
@course_option
@click.pass_context
def debug(
    context: click.Context,
    /,
    exercise: str | None,
    is_check: bool,
    answer: int | None,
    give_up: bool,
    is_list: bool,
    yes: bool,
    seed: int | None,
) -> None:
    """Mend a program that runs and is wrong: the solution of EXERCISE with a mistake put in."""
    from grader.command.debugging import listing

    course = chosen_course(context)
    if is_list or exercise is None:
        return listing.show_list(console(), course)
    name = exercise_meant(course, exercise)[0]
    if is_check:
        context.exit(_checked(context, name))
    from grader.command.debugging.desk import desk_of

    desk = desk_of(console(), course, name, seed)
    if give_up:
        from grader.command.debugging.judging import give_up as tell

        context.exit(tell(desk))
    _go_on(desk, answer, yes)


def _go_on(desk: Desk, answer: int | None, yes: bool) -> None:
    """Ask, then hand out; a program that is open is told again."""
    from grader.command.debugging import asking, handing_out

    can_type = sys.stdin.isatty() and sys.stdout.isatty()
    if not handing_out.may_hand_out(desk) and not yes:
        _insist(desk, can_type)
    if answer is not None:
        desk = asking.answer(desk, answer)
    elif desk.task is None:
        desk = asking.ask(desk, can_type)
        if desk.hunt.question:
            return
    handing_out.hand_out(desk)


def _insist(desk: Desk, can_type: bool) -> None:
    """Ask whether the solution may be seen.

    Raises:
        UsageProblem: nobody can type an answer.
        Abort: the answer is no.
    """
    warning = f"{desk.exercise} is not done, and its solution, with a mistake in it, would be handed out."
    if not can_type:
        raise UsageProblem(f"{warning} Finish it first, or say --yes.")
    desk.say(warning)
    click.confirm("Do you want to see it?", abort=True)


def _checked(context: click.Context, name: str) -> int:
    """Judge the repair; the record is read late (see `judging.check`)."""
    from grader.command.debugging.desk import desk_of, numbered
    from grader.command.debugging.judging import check

    course, hunt = chosen_course(context), progress.load().hunts.get(name)
    if hunt is None or not hunt.open:
        raise UsageProblem(f"No program of {name} is open; `grade debug {name}` hands one out.")
    return check(course, name, numbered(name, hunt.number), lambda: desk_of(console(), course, name))
