"""What a misconception is called on the teacher's page, with one wrong and one right line to project.

A course may declare families in `families.toml` beside its misconceptions: one belief that shows under several names.
Where none is declared, the lines are those in which the misconception differs from the solution, if they are few.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from grader.course import Course
from grader.errors import CourseFault

_FILE = "families.toml"
_MOST_LINES, _MOST_CHARACTERS = 2, 110
_Definition = ast.FunctionDef | ast.ClassDef
# (exercise, name of a misconception)
Key = tuple[str, str]


@dataclass(frozen=True)
class Belief:
    """One idea; `wrong` and `right` are lines of code, empty where none are known."""

    title: str
    wrong: str = ""
    right: str = ""


def belief_of(beliefs: Mapping[Key, Belief], exercise: str, name: str) -> Belief:
    """The belief behind a misconception; its name in words where nothing is known."""
    return beliefs.get((exercise, name)) or Belief(_in_words(name))


def beliefs_of(course: Course) -> Mapping[Key, Belief]:
    """Every misconception of a course.

    Raises:
        CourseFault: a file cannot be read.
    """
    families = _families(course)
    beliefs: dict[Key, Belief] = {}
    for exercise in course.names():
        solved = _definitions(course.solution_path(exercise)) if course.solutions is not None else {}
        written = _definitions(course.misconceptions_path(exercise))
        replaced = {name: target for name, node in written.items() for target in _replaced(node)}
        shared = written.keys() - replaced.keys()
        for name, target in replaced.items():
            lines = _lines(written[name], solved.get(target), shared)
            beliefs[exercise, name] = families.get(name) or Belief(_in_words(name), *lines)
    return beliefs


def _in_words(name: str) -> str:
    """Such as "forgets the bias" of forgets_the_bias or ForgetsTheBias."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name).replace("_", " ").lower()


def _families(course: Course) -> dict[str, Belief]:
    """Declared families by the names of their members; none without a file."""
    path = course.misconceptions / _FILE
    if not path.is_file():
        return {}
    try:
        declared = tomllib.loads(path.read_text("utf-8"))["family"]
        return {
            name: Belief(family["title"], family["wrong"], family["right"])
            for family in declared
            for name in family["members"]
        }
    except (OSError, ValueError, KeyError, TypeError) as error:
        wanted = "a [[family]] has title, wrong, right and members"
        raise CourseFault(f"{course.shown(path)} cannot be read ({error}): {wanted}.") from error


def _definitions(path: Path) -> dict[str, _Definition]:
    """The functions and classes of a file."""
    try:
        tree = ast.parse(path.read_text("utf-8"))
    except (OSError, SyntaxError) as error:
        raise CourseFault(f"{path} cannot be read: {error}.") from error
    return {node.name: node for node in tree.body if isinstance(node, _Definition)}


def _replaced(node: _Definition) -> Iterator[str]:
    """What a misconception replaces, as its decorator says it."""
    for call in node.decorator_list:
        if isinstance(call, ast.Call):
            values = [keyword.value for keyword in call.keywords if keyword.arg == "replaces"]
            yield from (str(value.value) for value in values if isinstance(value, ast.Constant))


def _lines(wrong: _Definition, right: _Definition | None, shared: Set[str]) -> tuple[str, str]:
    """The lines in which both differ; empty where they do so in many places, or what the file shares does the work."""
    named = {inner.id for inner in ast.walk(wrong) if isinstance(inner, ast.Name)}
    if right is None or isinstance(wrong, ast.ClassDef) or isinstance(right, ast.ClassDef) or named & shared:
        return "", ""
    theirs, ours = _body(wrong), _body(right)
    changes = [code for code in SequenceMatcher(None, theirs, ours, autojunk=False).get_opcodes() if code[0] != "equal"]
    lines = [line for change in changes for line in theirs[change[1] : change[2]]]
    other_lines = [line for change in changes for line in ours[change[3] : change[4]]]
    is_few = len(changes) == 1 and all(0 < len(some) <= _MOST_LINES for some in (lines, other_lines))
    if not is_few or any(len(line) > _MOST_CHARACTERS for line in lines + other_lines):
        return "", ""
    return "\n".join(map(str.strip, lines)), "\n".join(map(str.strip, other_lines))


def _body(node: ast.FunctionDef) -> list[str]:
    """The lines of a function below its docstring."""
    told = node.body[1:] if ast.get_docstring(node) else node.body
    return "\n".join(map(ast.unparse, told)).split("\n")
