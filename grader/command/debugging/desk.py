"""One exercise's hunt at hand: its record, what the workspace remembers of it, and the file of the open task."""

from __future__ import annotations

import dataclasses
import secrets
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from grader.command.display.lines import paragraph
from grader.command.display.terminal import show_lines
from grader.command.learner import progress, workspace
from grader.command.learner.hunts import Hunt
from grader.course import Course
from grader.debugging.record import Record, Task, read_record

FOLDER = "debug"
_SEED_LIMIT = 1 << 16


@dataclass(frozen=True)
class Desk:
    """What the steps of a hunt work on.

    Attributes:
        console: where people read.
        course, exercise: which one.
        record: its tasks.
        hunt: what is remembered.
    """

    console: Console
    course: Course
    exercise: str
    record: Record
    hunt: Hunt

    @property
    def task(self) -> Task | None:
        """The task at hand; None when there is none, or the course has it no longer."""
        return self.record.tasks.get(self.hunt.open)

    @property
    def file(self) -> Path:
        """The file of the task at hand, as a person here would type it."""
        return numbered(self.exercise, self.hunt.number)

    def say(self, text: str, margin: int = 0) -> None:
        """Print a paragraph."""
        show_lines(self.console, paragraph(self.console, text, margin))

    def command(self, text: str) -> None:
        """Print a command on a line of its own, never broken, so that it can be copied."""
        self.verbatim(f"    {text}")

    def verbatim(self, text: str) -> None:
        """Print lines as they are."""
        for line in text.splitlines():
            self.console.print(line, markup=False, no_wrap=True, overflow="ignore", crop=False)

    def keep(self, hunt: Hunt) -> Desk:
        """Remember the hunt as it is now."""
        known = progress.load()
        progress.save(dataclasses.replace(known, hunts={**known.hunts, self.exercise: hunt}))
        return dataclasses.replace(self, hunt=hunt)


def desk_of(console: Console, course: Course, exercise: str, seed: int | None = None) -> Desk:
    """The desk of an exercise; a hunt that was not begun is drawn by the seed, or by chance.

    Raises:
        UsageProblem: the exercise has no debugging tasks.
        CourseFault: its record cannot be read.
    """
    hunt = progress.load().hunts.get(exercise)
    if hunt is None:
        hunt = Hunt(secrets.randbelow(_SEED_LIMIT) if seed is None else seed)
    elif seed is not None:
        hunt = dataclasses.replace(hunt, seed=seed)
    return Desk(console, course, exercise, read_record(course, exercise), hunt)


def numbered(exercise: str, number: int) -> Path:
    """The file of a numbered program, as a person here would type it."""
    return workspace.shortened(workspace.root() / FOLDER / f"{exercise}_{number}.py")
