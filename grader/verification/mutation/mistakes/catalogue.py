"""All mistakes of deep learning, and the mutants that they make of a source."""

from __future__ import annotations

import ast
import dataclasses
from collections.abc import Iterator

from grader.verification.mutation.mistakes import arguments, axes, dtypes, formulas, modes, networks, samples, training
from grader.verification.mutation.mistakes.edit import Operator
from grader.verification.mutation.mutants import Mutant, Pieces, described, essence

OPERATORS: tuple[Operator, ...] = (
    *training.OPERATORS,
    *modes.OPERATORS,
    *axes.OPERATORS,
    *formulas.OPERATORS,
    *networks.OPERATORS,
    *samples.OPERATORS,
    *dtypes.OPERATORS,
    *arguments.OPERATORS,
)


def mistakes_of(text: str) -> Iterator[Mutant]:
    """All mutants of a source that a mistake of deep learning makes; doubles once."""
    whole, seen = Pieces.of(text), set[tuple[int, str]]()
    nodes = [list(_nodes(ast.parse(piece))) for piece in whole.texts]
    for operator in OPERATORS:
        edits = ((number, edit) for number, part in enumerate(nodes) for node in part for edit in operator(node))
        for number, edit in edits:
            changed = edit.applied(whole.texts[number])
            core = (number, essence(changed))
            if core[1] != whole.essences[number] and core not in seen and _is_python(changed):
                seen.add(core)
                mutant = described(operator.__name__, text, whole.with_piece(number, changed))
                yield dataclasses.replace(mutant, is_mistake=True)


def _nodes(node: ast.AST) -> Iterator[ast.AST]:
    """A tree's nodes, less what exceptions say, and less those inside f-strings: Python 3.11 does not know where they are."""
    yield node
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.JoinedStr | ast.Raise):
            yield from _nodes(child)


def _is_python(text: str) -> bool:
    try:
        ast.parse(text)
    except SyntaxError:
        return False
    return True
