"""What an author writes into a file of bugs: scenes, and bugs as edits of the solution. Imports no torch."""

from __future__ import annotations

import enum
import inspect
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

Measured = list[float] | str
"""What a scene shows: a curve, or one fact as text."""


class Level(enum.IntEnum):
    """How hard a bug is to find."""

    WRONG_VALUE = 1
    TRAINS_BADLY = 2
    SHOWS_SELDOM = 3


@dataclass(frozen=True)
class Scene:
    """Something to run in which a bug shows.

    Attributes:
        name: the function's name.
        told: what is run, as the subject of a sentence: "the loss of 60 epochs on 40 students".
        x_label, y_label: the axes; both empty for a fact.
        start, step: the place along x of the curve's first value, and from each value to the next.
        code: the function's source, without the decorator.
    """

    name: str
    told: str
    x_label: str
    y_label: str
    start: float
    step: float
    code: str


@dataclass(frozen=True)
class Bug:
    """One mistake of the bank, put into the solution by edits.

    Attributes:
        mistake: name of the misconception.
        level: how hard it is to find.
        scene: where it shows.
        edits: whole lines of the function it replaces -> what stands there instead.
        looks_right: why one believes the wrong line, in one sentence.
    """

    mistake: str
    level: Level
    scene: Scene
    edits: Mapping[str, str]
    looks_right: str


def scene(
    x_label: str = "", y_label: str = "", start: float = 0, step: float = 1
) -> Callable[[Callable[[], Measured]], Scene]:
    """Make a scene of a function without arguments: it may use every name of the exercise, and what it imports itself.

    Its docstring says what is run. It returns a curve (a list of numbers, at `start`, `start + step`, ... along
    x) or, without labels, a text; it is seeded, and takes at most a few seconds.
    """

    def declare(body: Callable[[], Measured]) -> Scene:
        told = " ".join((body.__doc__ or "").split()).rstrip(".")
        return Scene(body.__name__, told, x_label, y_label, start, step, _source(body))

    return declare


def bug(mistake: str, level: int, scene: Scene, edits: Mapping[str, str], looks_right: str) -> Bug:
    """Declare a bug."""
    return Bug(mistake, Level(level), scene, edits, looks_right)


def _source(body: Callable[[], Measured]) -> str:
    """The function's text from its `def` on, without its docstring."""
    lines: Sequence[str] = textwrap.dedent(inspect.getsource(body)).splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("def "))
    text = "\n".join(lines[start:])
    return text.replace(f'    """{body.__doc__}"""\n', "", 1) + "\n"
