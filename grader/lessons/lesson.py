"""One exercise as a lesson, read from its stub without running it."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path

from grader.course import Course
from grader.errors import CourseFault
from grader.lessons.blocks import Contract, FunctionTable, Row, Section
from grader.lessons.contracts import contract_of
from grader.lessons.parsing import sections_of


@dataclass(frozen=True)
class Lesson:
    """A lesson in the order in which it is read.

    Attributes:
        name: the exercise, as one types it.
        sections: the page.
        contracts: the functions and classes to write.
    """

    name: str
    title: str
    sections: tuple[Section, ...]
    contracts: tuple[Contract, ...]

    @property
    def rows(self) -> dict[str, Row]:
        """Points and minutes by function, as far as the page has them."""
        tables = [b for section in self.sections for b in section.blocks if isinstance(b, FunctionTable)]
        return {row.function: row for table in tables for row in table.rows}


def read_lesson(course: Course, name: str) -> Lesson:
    """The lesson of an exercise of the course.

    Raises:
        CourseFault: the stub cannot be read.
    """
    return lesson_of(course.stub_path(name))


def pictures_path(course: Course, name: str) -> Path:
    """Where the pictures of an exercise are; a course may have none."""
    return course.checks.parent / "pictures" / f"{name}.py"


def lesson_of(path: Path) -> Lesson:
    """The lesson in a stub.

    Raises:
        CourseFault: the stub cannot be read.
    """
    try:
        source = path.read_text("utf-8")
        tree = ast.parse(source)
    except (OSError, ValueError, SyntaxError) as error:
        raise CourseFault(f"{path.name} of the course cannot be read: {error}.") from error
    title, _, text = (ast.get_docstring(tree) or path.stem).partition("\n")
    names = _quantities(tree)
    kinds = (ast.FunctionDef, ast.ClassDef)
    contracts = [contract_of(n, source, names) for n in tree.body if isinstance(n, kinds) and n.name[0] != "_"]
    return Lesson(path.stem, title.strip().rstrip("."), sections_of(text.strip("\n"), names), tuple(contracts))


def _quantities(tree: ast.Module) -> frozenset[str]:
    """Words that a formula of the page may use: the functions and their arguments."""
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    arguments = {argument.arg for node in nodes for argument in (*node.args.args, *node.args.kwonlyargs)}
    greek = {"alpha", "rho", "beta1", "beta2", "eps", "momentum", "lr"}
    return frozenset(arguments | greek | {node.name for node in nodes})
