"""The solution as the text that is handed out: no comments, one line of docstring a function, no demo; edits put into it.

Edits are of text, so that a wrong program is set like the right one, down to the last space.
"""

from __future__ import annotations

import ast
import io
import textwrap
import tokenize
from collections.abc import Mapping
from dataclasses import dataclass

from grader.errors import CourseFault

_Documented = ast.Module | ast.FunctionDef | ast.ClassDef


@dataclass(frozen=True)
class _Span:
    """Lines of a text, counted from 0; the end is not in it."""

    start: int
    end: int


def bare_program(source: str) -> str:
    """The solution's code alone.

    Comments go, of a function's docstring the first sentence stays, texts that explain a name go, so does the demo.
    """
    lines = _without_comments(source)
    tree = ast.parse("\n".join(lines))
    for node in reversed(list(_texts(tree))):
        statement, owner = node
        lines[statement.lineno - 1 : statement.end_lineno] = _kept(statement, owner)
    demo = next((n for n in ast.parse("\n".join(lines)).body if _is_main(n)), None)
    if demo is not None:
        del lines[demo.lineno - 1 :]
    return "\n".join(lines).strip("\n") + "\n"


def _span_of(program: str, name: str) -> _Span:
    """The lines of a function or class at the top of a program.

    Raises:
        CourseFault: there is none.
    """
    for node in ast.parse(program).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == name:
            first = min([node.lineno, *(entry.lineno for entry in node.decorator_list)])
            return _Span(first - 1, node.end_lineno or node.lineno)
    raise CourseFault(f"There is no {name} in the solution.")


def edited(program: str, function: str, edits: Mapping[str, str]) -> str:
    """The program with whole lines of one function replaced; an edit is indented from where its leftmost line stands.

    Raises:
        CourseFault: lines that are to be replaced do not stand there just once.
    """
    for old, new in edits.items():
        span, lines = _span_of(program, function), program.splitlines()
        wanted = old.strip("\n").splitlines()
        places = [at for at in range(span.start, span.end) if _stands(lines[at : at + len(wanted)], wanted)]
        if len(places) != 1:
            raise CourseFault(f"{function}: an edit must fit once; {old!r} stands there {len(places)} times.")
        at = places[0]
        margin = lines[at].removesuffix(wanted[0])
        put = new.strip("\n").splitlines() if new else []
        lines[at : at + len(wanted)] = [f"{margin}{line}".rstrip() for line in put]
        program = "\n".join(lines) + "\n"
    return program


def _stands(lines: list[str], wanted: list[str]) -> bool:
    """Whether lines are the wanted ones, wherever they begin."""
    return textwrap.dedent("\n".join(lines)).splitlines() == wanted


def _without_comments(source: str) -> list[str]:
    """The lines without comments; a line that is nothing else goes."""
    lines, gone = source.splitlines(), set()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            row, column = token.start
            lines[row - 1] = lines[row - 1][:column].rstrip()
            if not lines[row - 1]:
                gone.add(row - 1)
    return [line for number, line in enumerate(lines) if number not in gone]


def _texts(tree: ast.Module) -> list[tuple[ast.Expr, _Documented]]:
    """Every statement that is only a text, with what it stands in, in the order of the file."""
    texts = [
        (statement, owner)
        for owner in ast.walk(tree)
        if isinstance(owner, _Documented)
        for statement in owner.body
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
        if isinstance(statement.value.value, str)
    ]
    return sorted(texts, key=lambda pair: pair[0].lineno)


def _kept(statement: ast.Expr, owner: _Documented) -> list[str]:
    """What stays of a text: the first sentence of a function's or class's docstring."""
    if isinstance(owner, ast.Module) or statement is not owner.body[0]:
        return []
    first = (ast.get_docstring(owner) or "").splitlines()[0]
    return [f'{" " * statement.col_offset}"""{first}"""']


def _is_main(node: ast.stmt) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) == "__name__ == '__main__'"
