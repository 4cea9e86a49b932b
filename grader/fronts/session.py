"""What a notebook has defined so far, as a submission: cells in the order in which they were run.

Kept are imports, functions, classes and names; what only uses them (a training loop, a plot, a print) stays in the
notebook, where it has run already.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterable, Iterator, Sequence

from grader.notebooks import joined_source, python_lines

_DEFINED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_KEPT = (*_DEFINED, ast.Import, ast.ImportFrom)
_AT_WORK = (ast.For, ast.AsyncFor, ast.While, ast.Await, ast.AsyncWith)


def source_of(cells: Iterable[tuple[int, str]], functions: Iterable[str]) -> tuple[bytes, tuple[str, ...]]:
    """The definitions of numbered cells as one source, and sentences on what was dropped.

    Args:
        cells: their numbers and texts.
        functions: what the exercise asks for; what no cell defines stands there unwritten.

    Raises:
        Refused: it is too long.
    """
    parts = [("\n".join(python_lines(text)[0]), number) for number, text in cells]
    own = {name for text, _ in parts for name in names_defined(text)}
    stubs = "\n".join(f"def {name}(*args, **more):\n    raise NotImplementedError" for name in functions)
    return joined_source([(0, stubs), *((number, _definitions(text, own)) for text, number in parts)])


def names_defined(text: str) -> Sequence[str]:
    """Functions and classes that a cell defines at its top level."""
    return [node.name for node in _statements(text) if isinstance(node, _DEFINED)]


def _definitions(text: str, own: set[str]) -> str:
    """The cell with everything else blanked, each line where it was."""
    lines = text.split("\n")
    kept: set[int] = set()
    for node in _statements(text):
        first = min([node.lineno, *(mark.lineno for mark in getattr(node, "decorator_list", []))])
        if isinstance(node, _KEPT) or _only_names(node, own):
            kept.update(range(first, (node.end_lineno or node.lineno) + 1))
    return "\n".join(line if number in kept else "" for number, line in enumerate(lines, 1))


def _only_names(node: ast.stmt, own: set[str]) -> bool:
    """Whether a statement binds names and sets nothing of the learner's own to work."""
    if isinstance(node, ast.Expr | ast.Delete | ast.Pass):
        return False
    parts = list(ast.walk(node))
    called = {part.func.id for part in parts if isinstance(part, ast.Call) and isinstance(part.func, ast.Name)}
    return not called & own and not any(isinstance(part, _AT_WORK) for part in parts)


def _statements(text: str) -> Iterator[ast.stmt]:
    """The top level of a cell; nothing where it is no Python, which the notebook has said already."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield from ast.parse(text).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
