"""All mistakes of deep learning, and the mutants that they make of a source."""

from __future__ import annotations

import ast
import dataclasses
from collections.abc import Iterator

from grader.verification.mutation.mistakes import arguments, axes, dtypes, formulas, modes, networks, samples, training
from grader.verification.mutation.mistakes.edit import Operator
from grader.verification.mutation.mutants import Mutant, described, essence

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
    nodes, seen = list(_nodes(ast.parse(text))), {essence(text)}
    for operator in OPERATORS:
        for edit in (edit for node in nodes for edit in operator(node)):
            changed = edit.applied(text)
            core = essence(changed)
            if core not in seen and _is_python(changed):
                seen.add(core)
                mutant = described(operator.__name__, text, changed)
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
