"""What the shell completes: exercises, their functions, their checks. Imports no torch."""

from __future__ import annotations

import click

from grader.command.chosen_course import chosen_course
from grader.command.learner.submitted import exercise_meant
from grader.errors import AutogradusError


def exercises(context: click.Context, parameter: click.Parameter, typed: str) -> list[str]:
    """Exercises that begin with what is typed."""
    return [name for name in chosen_course(context).names() if name.startswith(typed)]


def functions(context: click.Context, parameter: click.Parameter, typed: str) -> list[str]:
    """Functions of the exercise that is typed already."""
    return [name for name in _of_exercise(context, "functions") if name.startswith(typed)]


def checks(context: click.Context, parameter: click.Parameter, typed: str) -> list[str]:
    """Checks of the exercise whose command it is."""
    return [name for name in _of_exercise(context, "check_names") if name.startswith(typed)]


def _of_exercise(context: click.Context, what: str) -> list[str]:
    word = context.params.get("exercise") or context.info_name or ""
    try:
        course = chosen_course(context)
        name = exercise_meant(course, str(word))[0]
        return course.functions(name) if what == "functions" else course.check_names(name)
    except AutogradusError:
        return []
