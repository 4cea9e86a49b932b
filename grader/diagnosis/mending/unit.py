"""The code that one function consists of: its definition and the helpers of the file that no check is about."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

from grader.diagnosis.mending.changes import Change, Definition, Piece
from grader.session.outline import Outline
from grader.source import SourceFile

Unit = tuple[Piece, ...]
# Larger ones are whole programs: too many changes, and a small one is hardly the mistake.
_LINES_LIMIT = 250


def unit_of(function: str, graded: Iterable[str], source: SourceFile, outline: Outline) -> Unit:
    """The pieces of a function, itself the last one; none where it has no definition that could be changed.

    Args:
        function: its name.
        graded: names that have checks of their own; they are no helpers.
        source, outline: the file.
    """
    if function not in outline.definitions:
        return ()
    own = set(graded)
    helpers = [name for name in outline.definitions if name not in own and outline.uses(function, name)]
    lines = source.data.splitlines(keepends=True)
    unit = tuple(_piece(outline.definitions[name], lines) for name in (*helpers, function))
    return unit if sum(piece.data.count(b"\n") for piece in unit) <= _LINES_LIMIT else ()


def _piece(node: Definition, lines: Sequence[bytes]) -> Piece:
    first = min([node.lineno, *(entry.lineno for entry in node.decorator_list)])
    data = b"".join(lines[first - 1 : node.end_lineno])
    return Piece(data if data.endswith(b"\n") else data + b"\n", first)


def with_change(unit: Unit, index: int, change: Change) -> Unit:
    """The unit with a change of one of its pieces."""
    return (*unit[:index], unit[index].with_change(change), *unit[index + 1 :])


def with_variants(source: SourceFile, function: str, units: Sequence[Unit]) -> SourceFile:
    """The learner's file and behind it each variant of the function, under the names that `alias` gives."""
    made = [_made(function, number, unit) for number, unit in enumerate(units)]
    return SourceFile(source.name, source.data + ("\n\n" + "\n".join(made)).encode(), source.origin)


def alias(function: str, number: int) -> str:
    """The name of a variant."""
    return f"{function}__variant_{number}"


def _made(function: str, number: int, unit: Unit) -> str:
    """A function that defines the unit inside itself, so that its parts know each other, and gives the last of them."""
    body = "\n".join(textwrap.indent(piece.data.decode(errors="replace"), "    ") for piece in unit)
    name = alias(function, number)
    return f"def {name}():\n{body}\n    return {function}\n\n\n{name} = {name}()\n"
