"""What the checks and the misconceptions of an exercise declare, read from their text: nothing runs, torch stays away."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_EXAMPLE = re.compile(r"wrong: (?P<functions>\w+(, \w+)*); misconception: (?P<names>\w+(, \w+)*)")
_NO_NAME = "none"
UNKNOWN = object()


@dataclass(frozen=True)
class Declared:
    """A decorated function of an author's file.

    Attributes:
        name: its name, a check's without `check_`.
        line: where it begins.
        has_docstring: whether a docstring follows.
        decorated: whether it has the decorator that makes it a check or a misconception.
        function: the learner's function that it is about, or `UNKNOWN` when it cannot be read.
        points: of a check; `UNKNOWN` when they cannot be read.
        named: names of checks that it lists: `fails` of a misconception, `after` of a check; likewise.
    """

    name: str
    line: int
    has_docstring: bool
    decorated: bool
    function: Any = UNKNOWN
    points: Any = UNKNOWN
    named: Any = ()


@dataclass(frozen=True)
class Example:
    """The docstring of a file in `tests/rejected`.

    Attributes:
        functions: the functions that are wrong.
        misconceptions: those to be named, all of them and no other; none when no known mistake fits.
        says: texts that must stand in an advice or a message.
        never: texts that must stand in none.
    """

    functions: tuple[str, ...]
    misconceptions: frozenset[str]
    says: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


def checks(tree: ast.Module) -> list[Declared]:
    """The functions of a checks file that are checks by their name, in its order."""
    constants = _constants(tree)
    return [
        _declared(node, "check", node.name.removeprefix("check_"), constants)
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("check_")
    ]


def misconceptions(tree: ast.Module) -> list[Declared]:
    """The decorated functions and classes of a misconceptions file, in its order."""
    constants = _constants(tree)
    declarations = [
        _declared(node, "misconception", node.name, constants)
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
    ]
    return [entry for entry in declarations if entry.decorated]


def probes(tree: ast.Module) -> Iterator[tuple[ast.FunctionDef, list[ast.FunctionDef]]]:
    """The top-level functions of a checks file that are shipped, each with the helpers that go with it."""
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    seen: set[tuple[str, ...]] = set()
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        used = [keyword.value for keyword in call.keywords if keyword.arg == "using"]
        helpers = [part.id for value in used for part in ast.walk(value) if isinstance(part, ast.Name)]
        for name in _shipped(call):
            key = (name, *helpers)
            if name in functions and all(helper in functions for helper in helpers) and key not in seen:
                seen.add(key)
                yield functions[name], [functions[helper] for helper in helpers]


def example(path: Path) -> Example | None:
    """What the docstring of a rejected file says, or None when it does not say it.

    Its first line names the functions and the misconceptions: "wrong: f, g; misconception: a, b" (or "none"); lines such as
    "says: losses[0]" and "never: momentum" may follow.
    """
    try:
        lines = (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").splitlines()
    except SyntaxError:
        return None
    match = _EXAMPLE.fullmatch(lines[0]) if lines else None
    if match is None:
        return None
    named = frozenset(match["names"].split(", ")) - {_NO_NAME}
    says, never = (_after(lines, key) for key in ("says: ", "never: "))
    return Example(tuple(match["functions"].split(", ")), named, says, never)


def _after(lines: list[str], key: str) -> tuple[str, ...]:
    return tuple(line.removeprefix(key).strip() for line in lines if line.startswith(key))


def _shipped(call: ast.Call) -> list[str]:
    """Names of the functions that a call ships: `submission.run(probe, ...)`, `by_hand_probe(submission, probe, ...)`."""
    arguments = [argument.id if isinstance(argument, ast.Name) else "" for argument in call.args[:2]]
    if isinstance(call.func, ast.Attribute) and call.func.attr in ("run", "attempt"):
        return arguments[:1]
    if isinstance(call.func, ast.Name) and call.func.id == "by_hand_probe":
        return arguments[1:]
    return []


def _declared(
    node: ast.FunctionDef | ast.ClassDef, decorator: str, name: str, constants: Mapping[str, Any]
) -> Declared:
    docstring = ast.get_docstring(node) is not None
    for entry in node.decorator_list:
        if isinstance(entry, ast.Call) and isinstance(entry.func, ast.Name) and entry.func.id == decorator:
            given = {keyword.arg: _value(keyword.value, constants) for keyword in entry.keywords}
            first = _value(entry.args[0], constants) if entry.args else UNKNOWN
            if decorator == "check":
                named = given.get("after", ())
                return Declared(name, node.lineno, docstring, True, first, given.get("points", UNKNOWN), named)
            function = given.get("replaces", UNKNOWN)
            return Declared(name, node.lineno, docstring, True, function, named=given.get("fails", UNKNOWN))
    return Declared(name, node.lineno, docstring, False)


def _constants(tree: ast.Module) -> dict[str, Any]:
    """Values of module constants that are written down: texts, numbers, tuples, sums and parts of such."""
    values: dict[str, Any] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            values[node.targets[0].id] = _value(node.value, values)
    return values


def _value(node: ast.expr | None, constants: Mapping[str, Any]) -> Any:
    """The value of an expression of constants, or `UNKNOWN`."""
    if node is None or not isinstance(node, _READABLE):
        return UNKNOWN
    if isinstance(node, ast.Name):
        return constants.get(node.id, UNKNOWN)
    if isinstance(node, ast.Tuple | ast.List):
        parts: list[Any] = []
        for part in node.elts:
            value = _value(part.value if isinstance(part, ast.Starred) else part, constants)
            parts += value if isinstance(part, ast.Starred) and isinstance(value, tuple) else [value]
        return UNKNOWN if UNKNOWN in parts else tuple(parts)
    if isinstance(node, ast.BinOp):
        sides = (_value(node.left, constants), _value(node.right, constants))
        both = all(isinstance(side, tuple) for side in sides) and isinstance(node.op, ast.Add)
        return sides[0] + sides[1] if both else UNKNOWN
    if isinstance(node, ast.Subscript):
        return _part(_value(node.value, constants), node.slice)
    return node.value


_READABLE = (ast.Constant, ast.Name, ast.Tuple, ast.List, ast.BinOp, ast.Subscript)


def _part(whole: Any, index: ast.expr) -> Any:
    """A slice of a tuple, or one of its entries."""
    if not isinstance(whole, tuple):
        return UNKNOWN
    try:
        if not isinstance(index, ast.Slice):
            return whole[ast.literal_eval(index)]
        bounds = (index.lower, index.upper, index.step)
        return whole[slice(*(None if bound is None else ast.literal_eval(bound) for bound in bounds))]
    except (ValueError, IndexError, TypeError):
        return UNKNOWN
