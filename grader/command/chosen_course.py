"""Which course a command is about: the one that `--course` names, else the workspace's, else the one that is built in."""

from __future__ import annotations

from typing import Any

import click

from grader.command.learner import progress
from grader.course import Course
from grader.courses import find_course

_OPTION = "--course"
_HELP = "Another course: its folder, or the name of an installed one."
_CHOICE, _COURSE = f"{__name__}.choice", f"{__name__}.course"


def group_option(command: Any) -> Any:
    """The option as the whole command line has it, wherever it stands (see `moved_to_front`)."""
    return click.option(
        _OPTION, metavar="DIR|NAME", callback=_note, is_eager=True, expose_value=False, help=_HELP
    )(command)  # fmt: skip


def course_option(command: Any) -> Any:
    """The option in a command's own help; the group has taken its value already."""
    return click.option(_OPTION, metavar="DIR|NAME", expose_value=False, help=_HELP)(command)


def moved_to_front(arguments: list[str]) -> list[str]:
    """The arguments with `--course X` first: which commands there are depends on it."""
    front: list[str] = []
    rest = list(arguments)
    end = rest.index("--") if "--" in rest else len(rest)
    index = 0
    while index < end:
        length = 2 if rest[index] == _OPTION else 1 if rest[index].startswith(f"{_OPTION}=") else 0
        front += rest[index : index + length]
        del rest[index : index + length]
        end -= length
        index += 0 if length else 1
    return front + rest


def chosen_course(context: click.Context) -> Course:
    """The course of this command line, found once.

    Raises:
        UsageProblem: there is no such course.
        CourseFault: its course.toml is not as it must be.
    """
    meta = context.meta
    if _COURSE not in meta:
        choice = meta.get(_CHOICE)
        meta[_COURSE] = find_course(progress.load().course if choice is None else choice)
    course: Course = meta[_COURSE]
    return course


def _note(context: click.Context, parameter: click.Parameter, value: str | None) -> None:
    context.meta[_CHOICE] = value
