"""What a learner changed in the program that was handed out: which functions, and whether one was written anew."""

from __future__ import annotations

import ast
import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_SPARE_LINES = 2
"""A repair may be this much longer than twice the shortest one, and still counts as mending."""


@dataclass(frozen=True)
class Repair:
    """How a file differs from the one that was handed out.

    Attributes:
        functions: functions and classes that are not as they were.
        beyond: whether anything changed outside of them, docstrings and the demo left aside.
        rewritten: of the functions, those with far more changes than their mistake needs: lines changed, of how many.
    """

    functions: frozenset[str]
    beyond: bool
    rewritten: Mapping[str, tuple[int, int]]

    @property
    def is_none(self) -> bool:
        """Whether nothing that runs was changed."""
        return not self.functions and not self.beyond


def repair_of(wrong: str, right: str, mended: str) -> Repair:
    """Compare what came back with what was handed out.

    Args:
        wrong: the program as it was handed out.
        right: the solution's.
        mended: what came back.

    Raises:
        SyntaxError, ValueError: it is no Python.
    """
    before, solution, after = _parts(wrong), _parts(right), _parts(mended)
    names = {name for name in before.keys() | after.keys() if name and before.get(name) != after.get(name)}
    sizes = {name: (_changes(before.get(name, ()), after.get(name, ())), len(after.get(name, ()))) for name in names}
    needed = {name: _changes(before.get(name, ()), solution.get(name, ())) for name in names}
    rewritten = {
        name: (changed, lines)
        for name, (changed, lines) in sizes.items()
        if changed > 2 * needed[name] + _SPARE_LINES and 2 * changed > lines
    }
    return Repair(frozenset(names), before[""] != after[""], rewritten)


def _parts(text: str) -> dict[str, tuple[str, ...]]:
    """The lines of each function and class, and under "" of all else; set one way, without docstrings and demo."""
    parts: dict[str, tuple[str, ...]] = {"": ()}
    for node in ast.parse(text).body:
        if _is_text(node) or (isinstance(node, ast.If) and "__name__" in ast.unparse(node.test)):
            continue
        name = node.name if isinstance(node, ast.FunctionDef | ast.ClassDef) else ""
        parts[name] = (*parts.get(name, ()), *ast.unparse(_undocumented(node)).splitlines())
    return parts


def _undocumented(node: ast.stmt) -> ast.stmt:
    for part in ast.walk(node):
        if isinstance(part, ast.FunctionDef | ast.ClassDef) and len(part.body) > 1 and _is_text(part.body[0]):
            del part.body[0]
    return node


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _changes(before: Sequence[str], after: Sequence[str]) -> int:
    """How many lines differ."""
    steps = difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return sum(max(i2 - i1, j2 - j1) for kind, i1, i2, j1, j2 in steps if kind != "equal")
