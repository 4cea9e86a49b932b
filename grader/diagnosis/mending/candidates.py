"""All small changes of a function's code, the likeliest mistakes first."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from grader.diagnosis.mending import calls, formulas, names, statements
from grader.diagnosis.mending.changes import Change, Piece
from grader.diagnosis.mending.unit import Unit

_Rule = Callable[[Piece, ast.AST, ast.AST | None], Iterator[Change]]
_BlockRule = Callable[[Piece, statements.Block], Iterator[Change]]


def candidates(unit: Unit) -> Iterator[tuple[int, Change]]:
    """The changes, each with the number of the piece that it changes; each text once."""
    seen: set[tuple[int, int, int, str]] = set()
    for rule in _RULES:
        # The function itself stands last: its mistakes are likelier than those of its helpers.
        for index in reversed(range(len(unit))):
            for change in rule(unit[index]):
                key = (index, change.start, change.stop, change.text)
                if key not in seen:
                    seen.add(key)
                    yield index, change


def _nodes(piece: Piece) -> Iterator[tuple[ast.AST, ast.AST | None]]:
    """The nodes of the code in a piece and what each stands in: no annotations, defaults included, no docstring."""
    waiting: list[tuple[ast.AST, ast.AST | None]] = [(piece.node, None)]
    while waiting:
        node, around = waiting.pop(0)
        yield node, around
        for name, value in ast.iter_fields(node):
            if name in ("annotation", "returns", "decorator_list", "type_comment") or isinstance(node, ast.JoinedStr):
                continue
            if isinstance(node, ast.Raise):
                continue
            parts = value if isinstance(value, list) else [value]
            waiting += [(part, node) for part in parts if isinstance(part, ast.AST) and not _is_docstring(part)]


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _blocks(piece: Piece) -> Iterator[statements.Block]:
    for node, _ in _nodes(piece):
        for name in ("body", "orelse"):
            block = getattr(node, name, None)
            if (
                isinstance(block, list)
                and block
                and isinstance(block[0], ast.stmt)
                and not isinstance(node, ast.ClassDef)
            ):
                yield block


def _each(rule: _Rule) -> Callable[[Piece], Iterator[Change]]:
    return lambda piece: (change for node, around in _nodes(piece) for change in rule(piece, node, around))


def _each_block(rule: _BlockRule) -> Callable[[Piece], Iterator[Change]]:
    return lambda piece: (change for block in _blocks(piece) for change in rule(piece, block))


def _unused(piece: Piece) -> Iterator[Change]:
    unused = names.unused_parameters(piece.node)
    if unused:
        for node, around in _nodes(piece):
            yield from names.unused_instead(piece, node, around, unused)


def _with_parameters(
    rule: Callable[[Piece, ast.AST, ast.AST | None, list[str]], Iterator[Change]],
) -> Callable[[Piece], Iterator[Change]]:
    def changes(piece: Piece) -> Iterator[Change]:
        parameters = names.parameters_of(piece.node)
        for node, around in _nodes(piece):
            yield from rule(piece, node, around, parameters)

    return changes


def _other_names(piece: Piece) -> Iterator[Change]:
    known = names.variables_of(piece.node)
    for node, around in _nodes(piece):
        yield from names.others(piece, node, around, known)


def _returned(piece: Piece) -> Iterator[Change]:
    for block in _blocks(piece):
        yield from statements.returned(piece, block, names.variables_of(piece.node))


def _copied(piece: Piece) -> Iterator[Change]:
    yield from statements.copied_first(piece, names.parameters_of(piece.node))


_RULES: tuple[Callable[[Piece], Iterator[Change]], ...] = (
    _each_block(statements.put_in), _unused, _each(formulas.operators), _each(formulas.eps_in_and_out), _each(calls.axes),
    _each(calls.other_functions), _each(formulas.comparisons), _each(formulas.truth), _each(formulas.numbers), _each(formulas.negative_numbers), _each(calls.ranges), _each(calls.subscripts), _each(formulas.signs),
    _each(calls.left_out), _each_block(statements.exchanged), _each_block(statements.left_out), _each_block(statements.in_place),
    _each_block(statements.out_of_the_loop), _each_block(statements.into_the_loop), _returned, _each(calls.arguments),
    _with_parameters(calls.made_tensors), _with_parameters(calls.results), _copied, _each(names.attributes), _other_names,
)  # fmt: skip
