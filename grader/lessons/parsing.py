"""The text of a docstring as blocks: the form is plain, so that the same text reads well in an editor.

A heading is a line over a line of dashes; what is indented by four stands as it is, unless it is an example (`>>>`), a
question with its answer, formulas, or the table of functions.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Collection, Iterator
from itertools import pairwise

from grader.lessons.blocks import (
    Block,
    Code,
    Example,
    Formulas,
    FunctionTable,
    Items,
    Paragraph,
    Question,
    Row,
    Section,
)
from grader.lessons.formulas import formula_lines

_RULE = re.compile(r"-{3,}")
_MARK = re.compile(r"(?:- |\d+\. )")
_TABLE_HEAD = re.compile(r"\s*function\b\W+points\b\W+minutes\b")
_TABLE_ROW = re.compile(r"\s*(\w+)\W+(\d+)\W+(\d+)\s*(.*)")
_COLUMNS = re.compile(r"\S {3,}\S")
_INDENT = "    "


def sections_of(text: str, names: Collection[str]) -> tuple[Section, ...]:
    """Headings with their blocks.

    Args:
        text: a docstring, without its first line.
        names: words that are quantities in its formulas.
    """
    lines = text.splitlines()
    starts = [n for n in range(len(lines) - 1) if lines[n].strip() and _RULE.fullmatch(lines[n + 1])]
    sections = [Section("", blocks_of("\n".join(lines[: starts[0] if starts else len(lines)]), names))]
    for start, end in pairwise([*starts, len(lines)]):
        sections.append(Section(lines[start].strip(), blocks_of("\n".join(lines[start + 2 : end]), names)))
    return tuple(section for section in sections if section.heading or section.blocks)


def blocks_of(text: str, names: Collection[str]) -> tuple[Block, ...]:
    """The blocks of a text without headings."""
    merged: list[Block] = []
    for chunk in _chunks(text):
        for block in _blocks(chunk, names):
            before = merged[-1] if merged else None
            if isinstance(block, Code) and isinstance(before, Code):
                merged[-1] = Code(f"{before.text}\n\n{block.text}")
            elif isinstance(block, Example) and isinstance(before, Example):
                merged[-1] = Example(f"{before.text}\n{block.text}")
            else:
                merged.append(block)
    return tuple(Code(textwrap.dedent(block.text)) if isinstance(block, Code) else block for block in merged)


def _chunks(text: str) -> Iterator[list[str]]:
    """Runs of lines without a blank one."""
    chunk: list[str] = []
    for line in [*text.splitlines(), ""]:
        if line.strip():
            chunk.append(line.rstrip())
        elif chunk:
            yield chunk
            chunk = []


def _blocks(chunk: list[str], names: Collection[str]) -> Iterator[Block]:
    """The blocks of a chunk: a sentence may be followed by an indented part without a blank line."""
    if chunk[0].startswith(_INDENT) or chunk[0].startswith(">>>"):
        yield _indented(chunk, names)
    elif _MARK.match(chunk[0]):
        yield _items(chunk)
    elif _COLUMNS.search(chunk[0]):
        yield _indented(chunk, names)
    else:
        end = next((n for n, line in enumerate(chunk) if line.startswith(_INDENT) or _MARK.match(line)), len(chunk))
        yield _sentences(" ".join(line.strip() for line in chunk[:end]), names)
        if chunk[end:]:
            yield from _blocks(chunk[end:], names)


def _sentences(text: str, names: Collection[str]) -> Block:
    """A paragraph, or a formula that is one by itself."""
    lines = formula_lines(text, names)
    return Formulas(lines) if lines else Paragraph(text)


def _indented(chunk: list[str], names: Collection[str]) -> Block:
    """What stands apart from the text."""
    text = textwrap.dedent("\n".join(chunk))
    if text.startswith(">>> "):
        return Example(text)
    if text.startswith("Question:"):
        question, _, answer = text.partition("\nAnswer:")
        asked = " ".join(question.removeprefix("Question:").split())
        return Question(asked[:1].upper() + asked[1:], " ".join(answer.split()))
    if _TABLE_HEAD.match(text):
        return _table(text)
    lines = formula_lines(text, names)
    # A drawing may be made of several chunks, so the code keeps its place in the line.
    return Formulas(lines) if lines else Code("\n".join(chunk))


def _items(chunk: list[str]) -> Items:
    """A list; what is indented goes on with the item above it."""
    texts: list[str] = []
    for line in chunk:
        if mark := _MARK.match(line):
            texts.append(line[mark.end() :].strip())
        else:
            texts[-1] += f" {line.strip()}"
    return Items(tuple(texts), numbered=not chunk[0].startswith("- "))


def _table(text: str) -> FunctionTable:
    """The table of functions; an empty group is that of the row above."""
    rows: list[Row] = []
    for line in text.splitlines()[1:]:
        if match := _TABLE_ROW.fullmatch(line):
            group = match[4].strip(" |") or (rows[-1].group if rows else "")
            rows.append(Row(match[1], int(match[2]), int(match[3]), group))
    return FunctionTable(tuple(rows))
