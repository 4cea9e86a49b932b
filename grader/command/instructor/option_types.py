"""What options of the instructors' commands may say, and what they mean."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from grader.classroom.gradebook.pending import Shard
from grader.command.chosen_course import chosen_course

FOLDER = click.Path(path_type=Path, file_okay=False)
FILE = click.Path(path_type=Path, dir_okay=False, exists=True)


class ShardType(click.ParamType):  # type: ignore[type-arg]  # generic in newer click only
    """`i/n`: part i of n, from 1."""

    name = "i/n"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Shard:
        """The shard that the text names."""
        if isinstance(value, Shard):
            return value
        number, _, count = str(value).partition("/")
        if number.isdigit() and count.isdigit() and 1 <= int(number) <= int(count):
            return Shard(int(number), int(count))
        self.fail(f"must look like 2/8: part 2 of 8; got {value!r}.", param, ctx)


class ExercisesType(click.ParamType):  # type: ignore[type-arg]  # generic in newer click only
    """Exercises by number or name, with commas between them."""

    name = "exercises"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        """The exercises that the text names."""
        if isinstance(value, tuple):
            return value
        course = chosen_course(ctx or click.get_current_context())
        return tuple(dict.fromkeys(course.resolve(name.strip()) for name in str(value).split(",") if name.strip()))
