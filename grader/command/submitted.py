"""Which file an exercise's name on the command line means, and what its text says about its functions."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from grader import catalog
from grader.command import workspace
from grader.grading.from_text import is_untouched
from grader.source import SourceFile, read_source


@dataclass(frozen=True)
class Submitted:
    """One submission at the command line.

    Attributes:
        source: what is graded.
        path: its file, as a person here would type it.
        is_mine: whether it is the workspace's own file of the exercise, whose score is kept.
        notices: what to say about the choice of the file.
    """

    source: SourceFile
    path: Path
    is_mine: bool
    notices: tuple[str, ...] = ()

    @cached_property
    def definitions(self) -> dict[str, ast.stmt]:
        """Functions and classes of the file by name; none when it is no Python, or a notebook's cells."""
        try:
            body = ast.parse(self.source.data).body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return {}
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
        return {node.name: node for node in body if isinstance(node, kinds)}

    def line_of(self, function: str) -> int | None:
        """The line in which a function begins; None in a notebook."""
        node = self.definitions.get(function)
        return node.lineno if node is not None and self.path.suffix == ".py" else None

    def is_unwritten(self, function: str) -> bool:
        """Whether the function's own body still raises NotImplementedError at its top."""
        node = self.definitions.get(function)
        return any(_is_stub(inner) for inner in ast.walk(node)) if node is not None else False

    def needs(self, function: str, among: Collection[str]) -> list[str]:
        """Functions of `among` that the function uses, directly or through others of them, nearest first."""
        found: list[str] = []
        queue = [function]
        while queue:
            node = self.definitions.get(queue.pop(0))
            used = [inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)] if node is not None else []
            fresh = [name for name in dict.fromkeys(used) if name in among and name not in (*found, function)]
            found += fresh
            queue += fresh
        return found


def _is_stub(node: ast.AST) -> bool:
    if not isinstance(node, ast.Raise):
        return False
    raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
    return isinstance(raised, ast.Name) and raised.id == "NotImplementedError"


def exercise_meant(word: str) -> tuple[str, Path | None]:
    """The exercise and the file that a word means: exercise3, 3, ex3, exercise3.py, exercises/exercise3.py.

    Raises:
        UnknownExercise: there is none; the text lists the nearest names.
    """
    file = Path(word)
    stem = file.stem if file.suffix in (".py", ".ipynb") else file.name
    name = catalog.resolve(re.sub(r"^ex[ _-]?0*(?=\d+$)", "", stem, flags=re.IGNORECASE))
    return name, file if file.is_file() else None


def submitted(exercise: str, path: Path | None) -> Submitted:
    """The submission at a path, or the workspace's own.

    Raises:
        UsageProblem: there is nothing to grade.
    """
    home = workspace.default_path()
    given = home if path is None else path
    source, notices = _chosen(exercise, given)
    file = Path(source.origin)
    is_mine = path is None or file.resolve().parent == home.resolve()
    return Submitted(source, workspace.shortened(file), is_mine, notices)


def _chosen(exercise: str, given: Path) -> tuple[SourceFile, tuple[str, ...]]:
    """Of a file and a notebook in one folder the file, unless it is still the untouched stub."""
    source = read_source(exercise, given)
    notebook = given / f"{exercise}.ipynb" if given.is_dir() else Path()
    if source.origin == str(notebook) or not notebook.is_file():
        return source, ()
    if not is_untouched(source):
        return source, (f"{notebook.name} stands beside {source.file} and was not read: the file is no stub any more.",)
    answer = read_source(exercise, notebook)
    return answer, (f"{notebook.name} was graded: {source.file} beside it is still the stub.",)
