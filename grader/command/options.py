"""Options that several commands share, and what becomes of them."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grader.command.chosen_course import course_option

if TYPE_CHECKING:
    from grader.command.grading import Presentation
    from grader.grading.options import GradeOptions

PATH = click.Path(path_type=Path)


def typed(options: Mapping[str, Any]) -> tuple[GradeOptions, Presentation]:
    """The shared options as they were typed: what is graded, and how it is shown."""
    from grader.command.grading import Presentation
    from grader.grading.options import GradeOptions

    both = [{field.name for field in dataclasses.fields(kind)} for kind in (GradeOptions, Presentation)]
    graded, shown = ({name: options[name] for name in names if name in options} for names in both)
    return GradeOptions(**graded), Presentation(**shown)


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
            click.option("--github", is_flag=True,
                         help="In GitHub Actions: annotations, a step summary, outputs."),
            click.option("--html", type=click.Path(path_type=Path, dir_okay=False), help="Write a page of the result too."),
            click.option("--no-sandbox", is_flag=True, help="Run without the lockdown: for your own code only."),
            course_option,
        )
    ):  # fmt: skip
        command = option(command)
    return command
