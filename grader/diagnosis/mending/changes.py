"""A change of a piece of source text: what stands there, what is tried instead, and how a person is told."""

from __future__ import annotations

import ast
import enum
from dataclasses import dataclass
from functools import cached_property

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
Located = ast.expr | ast.stmt | ast.keyword | ast.arg
_ATOMS = (ast.Call, ast.Name, ast.Attribute, ast.Subscript, ast.Constant, ast.List, ast.Tuple)
_SHOWN = 70


class Kind(enum.Enum):
    """What a change does."""

    REPLACE = "replace"
    LEAVE_OUT = "leave out"
    PUT_IN = "put in"
    MOVE = "move"


@dataclass(frozen=True)
class Change:
    """The bytes from `start` to `stop` of a piece become `text`, which has as many lines.

    Attributes:
        kind: what it does, for the sentence.
        line: the learner's line that it is about.
        before, after: what stands there and what is tried, for people.
        reason: the idea behind it, as a sentence, or an empty text.
    """

    kind: Kind
    start: int
    stop: int
    text: str
    line: int
    before: str
    after: str
    reason: str = ""


@dataclass(frozen=True)
class Piece:
    """One definition of a file, as text of its own.

    Attributes:
        data: its bytes, decorators included.
        first_line: the line of the file that it begins at.
    """

    data: bytes
    first_line: int

    @cached_property
    def node(self) -> Definition:
        """Its syntax; lines are counted from 1.

        Raises:
            SyntaxError: a change has made it no Python.
        """
        node = ast.parse(self.data).body[0]
        assert isinstance(node, Definition)
        return node

    @cached_property
    def _starts(self) -> list[int]:
        starts = [0]
        for line in self.data.splitlines(keepends=True):
            starts.append(starts[-1] + len(line))
        return starts

    def line(self, node: Located) -> int:
        """The line of the file that a node begins at."""
        return node.lineno + self.first_line - 1

    def span(self, node: Located) -> tuple[int, int]:
        """Where a node begins and ends."""
        end_line, end_column = node.end_lineno or node.lineno, node.end_col_offset or 0
        return self._starts[node.lineno - 1] + node.col_offset, self._starts[end_line - 1] + end_column

    def text(self, node: Located) -> str:
        """What a node says."""
        start, stop = self.span(node)
        return self.data[start:stop].decode(errors="replace")

    def atom(self, node: ast.expr) -> str:
        """An expression's text, in brackets where it needs them."""
        return self.text(node) if isinstance(node, _ATOMS) else f"({self.text(node)})"

    def with_change(self, change: Change) -> Piece:
        """The piece with a change of it."""
        return Piece(self.data[: change.start] + change.text.encode() + self.data[change.stop :], self.first_line)

    def instead(self, node: Located, text: str, *, whole: bool = False, reason: str = "") -> Change:
        """Another text in a node's place.

        Args:
            node: what is replaced.
            text: what stands there then.
            whole: whether the text needs no brackets, whatever it is.
            reason: the idea behind it.
        """
        start, stop = self.span(node)
        written = text if whole or not self._needs_brackets(node) or _is_atom(text) else f"({text})"
        shown = self._shown_around(node, written) or (short(self.text(node)), short(text))
        written += "\n" * (self.data[start:stop].count(b"\n") - written.count("\n"))
        return Change(Kind.REPLACE, start, stop, written, self.line(node), *shown, reason)

    def _needs_brackets(self, node: Located) -> bool:
        start, stop = self.span(node)
        if self.data[start - 1 : start] == b"(" and self.data[stop : stop + 1] == b")":
            return False
        around = self.parent(node)
        return isinstance(node, ast.expr) and not isinstance(
            around, ast.Return | ast.Assign | ast.Call | ast.Tuple | ast.keyword
        )

    def parent(self, node: ast.AST) -> ast.AST | None:
        """What a node stands in."""
        return self._parents.get(id(node))

    @cached_property
    def _parents(self) -> dict[int, ast.AST]:
        return {id(part): node for node in ast.walk(self.node) for part in ast.iter_child_nodes(node)}

    def _shown_around(self, node: Located, written: str) -> tuple[str, str] | None:
        """Before and after with as much around them as fits: a lone number tells nobody its place."""
        start, stop = self.span(node)
        shown, around = None, node if isinstance(node, ast.stmt) else self.parent(node)
        while isinstance(around, ast.expr | ast.keyword | ast.stmt) and around.lineno == around.end_lineno:
            first, last = self.span(around)
            after = self.data[first:start] + written.encode() + self.data[stop:last]
            both = self.data[first:last].decode(errors="replace"), after.decode(errors="replace")
            if max(map(len, both)) > _SHOWN:
                break
            shown, around = both, None if isinstance(around, ast.stmt) else self.parent(around)
        return shown


def short(text: str) -> str:
    """One line of at most `_SHOWN` characters."""
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 4]} ..."


def _is_atom(text: str) -> bool:
    try:
        return isinstance(ast.parse(text, mode="eval").body, _ATOMS)
    except SyntaxError:
        return True
