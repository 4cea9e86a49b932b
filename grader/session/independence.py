"""Whether the functions of a file can be called in any order, beside each other, without one noticing the other.

Read from the text, and in doubt no: a file that keeps anything outside of its functions, prints, or reaches for
something shared is asked by one worker, one function after the other.
"""

from __future__ import annotations

import ast
import warnings
from functools import lru_cache

from grader.session.outline import names_bound, root_name
from grader.source import SourceFile

# What stands at the top level without being carried out later, or leaves nothing behind.
_HARMLESS = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef, ast.Pass)
# Names with which code prints, keeps, or changes what others see.
_SHARED = frozenset({
    "print", "input", "breakpoint", "open", "exec", "eval", "compile", "globals", "vars", "setattr", "delattr", "cache",
    "lru_cache", "cached_property", "singledispatch", "sys", "os", "builtins", "importlib", "gc", "inspect", "ctypes",
    "threading", "warnings", "__dict__", "__globals__", "__import__", "__builtins__",
})  # fmt: skip


@lru_cache(maxsize=8)
def functions_are_independent(source: SourceFile) -> bool:
    """Whether the text keeps nothing from one call to the next, as far as a text can tell."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(source.data)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    body = [node for node in tree.body if not _is_main_guard(node)]
    top_names = {name for node in body for name in names_bound(node)}
    return all(map(_is_harmless, body)) and not any(
        _is_shared(part, top_names) for node in body for part in ast.walk(node)
    )


def _is_main_guard(node: ast.stmt) -> bool:
    """`if __name__ == "__main__":`, which a worker does not enter."""
    return isinstance(node, ast.If) and not node.orelse and ast.unparse(node.test) == "__name__ == '__main__'"


def _is_harmless(node: ast.stmt) -> bool:
    """A statement of the top level after which there is nothing to change: a definition, an import, a constant."""
    if isinstance(node, ast.Assign | ast.AnnAssign):
        return node.value is None or _is_constant(node.value)
    return isinstance(node, _HARMLESS) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))


def _is_constant(value: ast.expr) -> bool:
    """A value that nobody can change: a number, a text, a tuple of them, a name, an attribute."""
    if isinstance(value, ast.Tuple):
        return all(map(_is_constant, value.elts))
    if isinstance(value, ast.UnaryOp):
        return _is_constant(value.operand)
    if isinstance(value, ast.BinOp):
        return _is_constant(value.left) and _is_constant(value.right)
    return isinstance(value, ast.Constant | ast.Name | ast.Attribute)


def _is_shared(part: ast.AST, top_names: set[str]) -> bool:
    """Whether a part of the text keeps or changes something that outlives a call."""
    if isinstance(part, ast.Global | ast.Nonlocal):
        return True
    if isinstance(part, ast.Name):
        return part.id in _SHARED
    if isinstance(part, ast.Attribute):
        return part.attr in _SHARED or (not isinstance(part.ctx, ast.Load) and root_name(part) in top_names)
    if isinstance(part, ast.Subscript):
        return not isinstance(part.ctx, ast.Load) and root_name(part) in top_names
    if isinstance(part, ast.Import | ast.ImportFrom):
        names = [alias.name for alias in part.names] + [getattr(part, "module", None) or ""]
        return any(name.partition(".")[0] in _SHARED for name in names)
    if isinstance(part, ast.ClassDef):
        return any(isinstance(own, ast.Assign | ast.AnnAssign) and not _is_harmless(own) for own in part.body)
    return isinstance(part, ast.arguments) and not all(
        _is_constant(default) for default in (*part.defaults, *part.kw_defaults) if default is not None
    )
