"""What is kept of an exercise's bugs: the program, the scenes with what the right one shows, the bugs with what they show.

The record is made by `recording` from real runs and lies beside the file of bugs, so that handing out a task needs
neither torch nor the solutions. A course may have none.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from grader.course import Course
from grader.debugging import shapes
from grader.debugging.curves import from_text
from grader.debugging.declaring import Level
from grader.debugging.program import edited
from grader.errors import CourseFault, UsageProblem

FOLDER = "bugs"
RIGHT = "right"
"""Among the curves of a question: that of the right program."""


@dataclass(frozen=True)
class SceneRecord:
    """A scene and what the right program shows in it: a curve as one line of numbers, or a fact."""

    name: str
    told: str
    x_label: str
    y_label: str
    start: float
    step: float
    code: str
    right: str

    @property
    def is_curve(self) -> bool:
        """Whether it shows a curve."""
        return bool(self.x_label)

    @property
    def axes(self) -> shapes.Axes:
        """The axes of its curve."""
        return shapes.Axes(self.x_label, self.y_label, self.start, self.step)

    def sentence(self, shown: str) -> str:
        """What a program shows here, told beside what the right one shows."""
        if not self.is_curve:
            return f"{self.told}: {shown}; a right program: {self.right}."
        return shapes.sentence(from_text(shown), from_text(self.right), self.axes)

    def differs(self, shown: str) -> bool:
        """Whether what a program shows here can be told from what the right one shows."""
        if not self.is_curve:
            return shown != self.right
        return shapes.shape_of(from_text(shown), from_text(self.right), self.axes) is not shapes.Shape.ALIKE


@dataclass(frozen=True)
class BugRecord:
    """A bug and what it shows.

    Attributes:
        mistake, function, level, scene, edits, looks_right: as declared; `scene` by name.
        advice: what the bank says to those who believe it.
        fails: the checks that it trips.
        shows: what its scene shows with it.
        partner: the second bug of the same task, or empty.
        together: what its scene and the partner's show with both bugs in.
        others: curves that a question puts beside its own: names of bugs of the same scene, or `RIGHT`; empty for none.
    """

    mistake: str
    function: str
    level: int
    scene: str
    edits: tuple[tuple[str, str], ...]
    looks_right: str
    advice: str
    fails: tuple[str, ...]
    shows: str = ""
    partner: str = ""
    together: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Task:
    """A program to mend: one bug, or two at the highest level."""

    exercise: str
    bugs: tuple[BugRecord, ...]

    @property
    def key(self) -> str:
        """What the learner's folder remembers it by; it names no mistake."""
        return hashlib.sha256(f"{self.exercise}.{self.bugs[0].mistake}".encode()).hexdigest()[:8]

    @property
    def level(self) -> Level:
        """How hard it is."""
        return Level(self.bugs[0].level)

    def shown(self) -> list[tuple[str, str]]:
        """Scenes by name, with what the program shows in each."""
        first = self.bugs[0]
        if len(self.bugs) == 1:
            return [(first.scene, first.shows)]
        return list(dict(zip((bug.scene for bug in self.bugs), first.together, strict=True)).items())


@dataclass(frozen=True)
class Record:
    """All tasks of an exercise."""

    exercise: str
    program: str
    scenes: Mapping[str, SceneRecord]
    bugs: Mapping[str, BugRecord]

    @cached_property
    def tasks(self) -> Mapping[str, Task]:
        """Every task by its key, in the order of the bugs."""
        tasks = (self._task(bug) for bug in self.bugs.values())
        return {task.key: task for task in tasks}

    def _task(self, bug: BugRecord) -> Task:
        return Task(self.exercise, (bug, *((self.bugs[bug.partner],) if bug.partner else ())))

    def shown(self, bug: BugRecord, other: str) -> str:
        """The curve of another bug, or of the right program, in the scene of a bug."""
        return self.scenes[bug.scene].right if other == RIGHT else self.bugs[other].shows

    def as_text(self) -> str:
        """The record as it is kept: JSON, a line for each text."""
        return json.dumps(dataclasses.asdict(self), indent=1, ensure_ascii=False) + "\n"


def wrong_program(record: Record, bugs: Sequence[BugRecord]) -> str:
    """The program with bugs put in."""
    program = record.program
    for bug in bugs:
        program = edited(program, bug.function, dict(bug.edits))
    return program


def bugs_path(course: Course, exercise: str) -> Path:
    """The file of bugs of an exercise; a course may have none."""
    return course.checks.parent / FOLDER / f"{exercise}.py"


def record_path(course: Course, exercise: str) -> Path:
    """The record of an exercise's bugs."""
    return bugs_path(course, exercise).with_suffix(".json")


def exercises_with_tasks(course: Course) -> list[str]:
    """Exercises that have debugging tasks."""
    return [name for name in course.names() if record_path(course, name).is_file()]


def read_record(course: Course, exercise: str) -> Record:
    """The record of an exercise.

    Raises:
        UsageProblem: it has no debugging tasks.
        CourseFault: the record cannot be read.
    """
    path = record_path(course, exercise)
    if not path.is_file():
        there = ", ".join(exercises_with_tasks(course))
        rest = f" These have some: {there}." if there else ""
        raise UsageProblem(f"{exercise} of the course {course.name} has no debugging tasks.{rest}")
    try:
        return _record(json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise CourseFault(f"{course.shown(path)} cannot be read: {error}.") from error


def _record(node: Any) -> Record:
    scenes = {name: SceneRecord(**entry) for name, entry in node["scenes"].items()}
    return Record(node["exercise"], node["program"], scenes, {k: _bug(entry) for k, entry in node["bugs"].items()})


def _bug(entry: dict[str, Any]) -> BugRecord:
    lists = {name: tuple(entry[name]) for name in ("fails", "together", "others")}
    return BugRecord(**{**entry, **lists, "edits": tuple((old, new) for old, new in entry["edits"])})
