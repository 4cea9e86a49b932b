"""What a checks file declares, read from its text: nothing of it runs, and torch is not imported."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from grader.errors import CourseFault

_PREFIX = "check_"


@dataclass(frozen=True)
class DeclaredCheck:
    """One `@check`: its name (without `check_`), what it grades, its points, what it builds on, the learner's line."""

    name: str
    function: str
    points: float
    after: tuple[str, ...]
    description: str


def declared_checks(checks_file: Path) -> tuple[DeclaredCheck, ...]:
    """The checks of a file, in its order.

    Raises:
        CourseFault: the file cannot be read, or a decorator is no literal.
    """
    try:
        tree = ast.parse(checks_file.read_text("utf-8"), str(checks_file))
        return tuple(_checks(tree))
    except (OSError, SyntaxError, ValueError, KeyError, IndexError, TypeError) as error:
        raise CourseFault(f"{checks_file.name} of the course cannot be read: {error}.") from error


def _checks(tree: ast.Module) -> Iterator[DeclaredCheck]:
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef) or not node.name.startswith(_PREFIX):
            continue
        for call in node.decorator_list:
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "check":
                given = {word.arg: word.value for word in call.keywords}
                yield DeclaredCheck(
                    name=node.name.removeprefix(_PREFIX),
                    function=ast.literal_eval(call.args[0]),
                    points=float(ast.literal_eval(given["points"])),
                    after=tuple(ast.literal_eval(given["after"])) if "after" in given else (),
                    description=" ".join((ast.get_docstring(node) or "").split()),
                )
