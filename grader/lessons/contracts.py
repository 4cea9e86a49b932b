"""A function's docstring as a contract: what it does, its arguments, results, errors, an example, a source."""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Collection

from grader.lessons.blocks import Contract, Section, Terms
from grader.lessons.parsing import blocks_of

_PART = re.compile(r"(Args|Attributes|Returns|Raises|Example|Examples|Source|Sources|Note):[ ]*(.*)")
_ENTRY = re.compile(r"(\*{0,2}\w[\w, *]*):[ ]+(.*)")
_OF_TERMS = frozenset(("Args", "Attributes", "Raises"))


def contract_of(node: ast.FunctionDef | ast.ClassDef, source: str, names: Collection[str]) -> Contract:
    """A function or class of the stub, its public methods and `__init__` with it.

    Args:
        node: its place in the tree.
        source: the whole file.
        names: words that are quantities in formulas.
    """
    lines = source.splitlines()[node.lineno - 1 : node.body[0].lineno - 1]
    methods = [
        contract_of(method, source, names)
        for method in node.body
        if isinstance(method, ast.FunctionDef) and ast.get_docstring(method)
        if isinstance(node, ast.ClassDef) and (method.name == "__init__" or not method.name.startswith("_"))
    ]
    text = ast.get_docstring(node) or ""
    return Contract(node.name, textwrap.dedent("\n".join(lines)), _sections(text, names), tuple(methods))


def _sections(text: str, names: Collection[str]) -> tuple[Section, ...]:
    """The description, then each part under its name."""
    parts: list[tuple[str, list[str]]] = [("", [])]
    for line in text.splitlines():
        if match := _PART.fullmatch(line):
            parts.append((match[1], [match[2]] if match[2] else []))
        else:
            parts[-1][1].append(line)
    return tuple(_section(heading, lines, names) for heading, lines in parts if any(map(str.strip, lines)))


def _section(heading: str, lines: list[str], names: Collection[str]) -> Section:
    """One part; a first line on the heading's own line is not indented."""
    text = textwrap.dedent("\n".join(lines)) if not lines[0] or lines[0].startswith(" ") else _level(lines)
    if heading in _OF_TERMS and (terms := _terms(text)):
        return Section(heading, (terms,))
    return Section(heading, blocks_of(text, names))


def _level(lines: list[str]) -> str:
    """All lines from the first column: those after the first are a level deeper."""
    if len(lines) > 1 and all(line.startswith("    ") or not line for line in lines[1:]):
        return "\n".join([lines[0], textwrap.dedent("\n".join(lines[1:]))])
    return "\n".join(lines)


def _terms(text: str) -> Terms | None:
    """Names with their meaning, or None where the text has another form."""
    entries: list[tuple[str, str]] = []
    for line in text.splitlines():
        match = _ENTRY.fullmatch(line)
        if match:
            entries.append((match[1], match[2]))
        elif entries and (line.startswith(" ") or not line.strip()):
            entries[-1] = (entries[-1][0], f"{entries[-1][1]} {line.strip()}".strip())
        else:
            return None
    return Terms(tuple(entries))
