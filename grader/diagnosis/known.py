"""Misconceptions of an exercise: found in its file, and made into sources that a worker can load."""

from __future__ import annotations

import ast
import dis
import importlib.util
import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import CodeType
from typing import Any

from grader.course import Course
from grader.errors import CourseFault
from grader.fault_place import described_fault
from grader.kit.specs import MisconceptionSpec
from grader.source import SourceFile

_Definition = ast.FunctionDef | ast.ClassDef


@dataclass(frozen=True)
class Misconception:
    """One wrong belief.

    Attributes:
        name: what is believed, as an identifier.
        replaces: the function that a learner would write so.
        fails: names of the checks that it trips.
        advice: the sentence for the learner.
        keeps_state: whether what it replies may depend on earlier calls: it uses a variable of the file.
    """

    name: str
    replaces: str
    fails: frozenset[str]
    advice: str
    keeps_state: bool = False


def read(course: Course, exercise: str) -> list[Misconception]:
    """All misconceptions of an exercise, in the order of the file.

    Raises:
        CourseFault: the file cannot be imported, or an entry has no docstring.
    """
    return list(_read(course, exercise, _text(course, exercise)))


@lru_cache(maxsize=32)
def _read(course: Course, exercise: str, text: str) -> tuple[Misconception, ...]:
    """As `read`; the text is there because a class is graded against one file a thousand times."""
    path = course.misconceptions_path(exercise)
    spec = importlib.util.spec_from_file_location(f"{__name__}.{exercise}", path)
    if spec is None or spec.loader is None:
        raise CourseFault(f"The misconceptions of {exercise} cannot be read.")
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise CourseFault(
            f"The misconceptions of {exercise} cannot be imported: {described_fault(error, path)}."
        ) from error
    entries = [(name, value) for name, value in vars(module).items() if hasattr(value, "__misconception__")]
    return tuple(_described(name, value) for name, value in entries)


def _described(name: str, body: Any) -> Misconception:
    """The misconception that a decorated function or class declares."""
    spec: MisconceptionSpec = body.__misconception__
    if not body.__doc__:
        raise CourseFault(f"The misconception {name} needs a docstring: it is the advice.")
    advice = " ".join(inspect.cleandoc(body.__doc__).split())
    return Misconception(name, spec.replaces, spec.fails, advice, _keeps_state(body))


def _keeps_state(body: Any) -> bool:
    """Whether a function, or a method of a class, sets a name of its file or uses a list, dict or set that stands there."""
    functions = [part for part in (body, *vars(body).values()) if inspect.isfunction(part)]
    codes = [code for function in functions for code in _codes(function.__code__)]
    names = {name for code in codes for name in code.co_names}
    around = functions[0].__globals__ if functions else {}
    sets = any(step.opname == "STORE_GLOBAL" for code in codes for step in dis.get_instructions(code))
    return sets or any(isinstance(around.get(name), list | dict | set) for name in names)


def _codes(code: CodeType) -> Iterator[CodeType]:
    """A function's code and that of the functions inside it."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)


def _decorator(node: _Definition) -> ast.Call | None:
    """The `@misconception(...)` of a definition, if it has one."""
    for entry in node.decorator_list:
        if isinstance(entry, ast.Call) and isinstance(entry.func, ast.Name) and entry.func.id == "misconception":
            return entry
    return None


def twin_source(course: Course, exercise: str) -> SourceFile:
    """Every misconception under its own name, as a module without a trace of the grader."""
    return _twin_source(course.misconceptions_path(exercise), exercise, _text(course, exercise))


@lru_cache(maxsize=32)
def _twin_source(path: Path, exercise: str, text: str) -> SourceFile:
    body = [_plain(node) for node in _parsed(path, exercise, text).body if not _is_ours(node)]
    return SourceFile("misconceptions", _unparsed(body))


def planted(course: Course, exercise: str, solution: SourceFile, misconception: Misconception) -> SourceFile:
    """The solution with one misconception in place of the function that it replaces."""
    body: list[ast.stmt] = []
    path = course.misconceptions_path(exercise)
    for node in _parsed(path, exercise, _text(course, exercise)).body:
        if _is_ours(node) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
            continue
        if isinstance(node, ast.ImportFrom) and node.module == "__future__":
            continue
        if isinstance(node, _Definition) and _decorator(node):
            if node.name != misconception.name:
                continue
            _plain(node)
            node.name = misconception.replaces
        body.append(node)
    return SourceFile(exercise, solution.data + b"\n\n" + _unparsed(body), f"{exercise} with {misconception.name}")


def _text(course: Course, exercise: str) -> str:
    try:
        return course.misconceptions_path(exercise).read_text("utf-8")
    except OSError as error:
        raise CourseFault(f"The misconceptions of {exercise} cannot be read: {error}.") from error


def _parsed(path: Path, exercise: str, text: str) -> ast.Module:
    try:
        return ast.parse(text, str(path))
    except SyntaxError as error:
        raise CourseFault(f"The misconceptions of {exercise} cannot be read: {error}.") from error


def _is_ours(node: ast.stmt) -> bool:
    return isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "grader"


def _plain(node: ast.stmt) -> ast.stmt:
    if isinstance(node, _Definition):
        node.decorator_list = [entry for entry in node.decorator_list if entry is not _decorator(node)]
    return node


def _unparsed(body: list[ast.stmt]) -> bytes:
    return ast.unparse(ast.fix_missing_locations(ast.Module(body, []))).encode()
