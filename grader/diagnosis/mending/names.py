"""Another name of the same function where one stands, or where a number does."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.diagnosis.mending.changes import Change, Definition, Piece


def parameters_of(node: Definition) -> list[str]:
    """Names of the parameters of a function, or of all methods of a class, without `self`."""
    functions = [part for part in ast.walk(node) if isinstance(part, ast.FunctionDef)]
    given = [part.arg for function in functions for part in (*function.args.posonlyargs, *function.args.args)]
    return list(dict.fromkeys(name for name in given if name != "self"))


def unused_parameters(node: Definition) -> list[str]:
    """Parameters that nothing reads."""
    read = {part.id for part in ast.walk(node) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Load)}
    return [name for name in parameters_of(node) if name not in read]


def unused_instead(piece: Piece, node: ast.AST, around: ast.AST | None, unused: list[str]) -> Iterator[Change]:
    """A parameter that nothing reads where a number or a name stands."""
    if (isinstance(node, ast.Constant) and isinstance(node.value, int | float | str)) or _is_read(node):
        assert isinstance(node, ast.expr)
        yield from (piece.instead(node, name) for name in unused)


def others(piece: Piece, node: ast.AST, around: ast.AST | None, known: list[str]) -> Iterator[Change]:
    """Another variable of the function where one is read."""
    if not _is_read(node) or (isinstance(around, ast.Call) and node is around.func):
        return
    assert isinstance(node, ast.Name)
    if node.id in known:
        for name in known:
            if name != node.id:
                yield piece.instead(node, name)


def attributes(piece: Piece, node: ast.AST, around: ast.AST | None) -> Iterator[Change]:
    """The layer of a class, or of its `self`, that stands in another's place."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "self":
        own = {
            part.attr
            for part in ast.walk(piece.node)
            if isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name) and part.value.id == "self"
        }
        for name in sorted(own - {node.attr}):
            yield piece.instead(node, f"self.{name}")


def variables_of(node: Definition) -> list[str]:
    """Parameters and assigned names, in the order of their first appearance."""
    stored = [part.id for part in ast.walk(node) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)]
    return list(dict.fromkeys([*parameters_of(node), *stored]))


def _is_read(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
