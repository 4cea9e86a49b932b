"""Which file an exercise's name on the command line means, and what its text says about its functions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from grader.command.learner import workspace
from grader.course import Course
from grader.grading.from_text import is_untouched
from grader.session.outline import Outline, outline_of
from grader.source import SourceFile, read_source


@dataclass(frozen=True)
class Submitted:
    """One submission at the command line.

    Attributes:
        course: where the exercise is from.
        source: what is graded.
        path: its file, as a person here would type it.
        is_mine: whether it is the workspace's own file of the exercise, whose score is kept.
        notices: what to say about the choice of the file.
    """

    course: Course
    source: SourceFile
    path: Path
    is_mine: bool
    notices: tuple[str, ...] = ()

    @cached_property
    def outline(self) -> Outline:
        """What the text says of its functions; empty when it is no Python."""
        return outline_of(self.source)

    def line_of(self, function: str) -> int | None:
        """The line in which a function begins; in a notebook, of its cells joined (`source.place` has the cell)."""
        node = self.outline.definitions.get(function)
        return node.lineno if node is not None else None

    def function_at(self, line: int) -> str | None:
        """The function or class of the top level in which a line stands."""
        around = (
            name for name, node in self.outline.definitions.items() if node.lineno <= line <= (node.end_lineno or 0)
        )
        return next(around, None)


def exercise_meant(course: Course, word: str) -> tuple[str, Path | None]:
    """The exercise and the file that a word means: exercise3, 3, ex3, exercise3.py, exercises/exercise3.py.

    Raises:
        UnknownExercise: there is none; the text lists the nearest names.
    """
    file = Path(word)
    stem = file.stem if file.suffix in (".py", ".ipynb") else file.name
    name = course.resolve(re.sub(r"^ex[ _-]?0*(?=\d+$)", "", stem, flags=re.IGNORECASE))
    return name, file if file.is_file() else None


def submitted(course: Course, exercise: str, path: Path | None) -> Submitted:
    """The submission at a path, or the workspace's own.

    Raises:
        UsageProblem: there is nothing to grade.
    """
    home = workspace.default_path()
    given = home if path is None else path
    source, notices = _chosen(course, exercise, given)
    file = Path(source.origin)
    is_mine = path is None or (file.resolve().parent == home.resolve() and file.stem == exercise)
    return Submitted(course, source, workspace.shortened(file), is_mine, notices)


def _chosen(course: Course, exercise: str, given: Path) -> tuple[SourceFile, tuple[str, ...]]:
    """Of a file and a notebook in one folder the file, unless it is still the untouched stub."""
    source = read_source(exercise, given)
    notebook = given / f"{exercise}.ipynb" if given.is_dir() else Path()
    if source.origin == str(notebook) or not notebook.is_file():
        return source, ()
    if not is_untouched(course, source):
        return source, (f"{notebook.name} stands beside {source.file} and was not read: the file is no stub any more.",)
    answer = read_source(exercise, notebook)
    return answer, (f"{notebook.name} was graded: {source.file} beside it is still the stub.",)
