"""A lesson as text for a terminal of 80 columns. Answers stand at the end, so that one can think first."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from grader.lessons.blocks import (
    Block,
    Code,
    Contract,
    Example,
    Formulas,
    FunctionTable,
    Items,
    Paragraph,
    Question,
    Terms,
)
from grader.lessons.lesson import Lesson

COLUMNS = 80
_INDENT = "    "


def lesson_text(lesson: Lesson) -> str:
    """The lesson as lines of at most 80 columns; a longer word, such as a link, has a line of its own."""
    writer = _Writer()
    lines = [lesson.title, "=" * len(lesson.title), ""]
    for section in lesson.sections:
        lines += [*_headed(section.heading, "-"), *writer.blocks(section.blocks)]
    lines += _headed("The functions", "-")
    for contract in lesson.contracts:
        row = lesson.rows.get(contract.name)
        lines += [f"{contract.name}: {row.points} points, {row.minutes} minutes" if row else contract.name, ""]
        lines += [*writer.contract(contract), ""]
    if writer.answers:
        lines += [*_headed("Answers", "-"), *writer.answers]
    return "\n".join(lines).rstrip() + "\n"


def _headed(heading: str, rule: str) -> list[str]:
    """A heading over its rule; nothing where there is none."""
    return [heading, rule * len(heading), ""] if heading else []


def _wrapped(text: str, first: str = "", others: str = "") -> list[str]:
    """A paragraph in lines."""
    return textwrap.wrap(
        text, COLUMNS, initial_indent=first, subsequent_indent=others, break_long_words=False, break_on_hyphens=False
    )


def _code(text: str, indent: str) -> Iterator[str]:
    """Lines as they stand, less what is too wide between their columns, and pushed to the left where they are still long."""
    lines = _narrowed(text.splitlines())
    room = max(0, COLUMNS - max(map(len, lines), default=0))
    for line in lines:
        whole = f"{indent[:room]}{line}".rstrip()
        yield from [whole] if len(whole) <= COLUMNS else _broken(line)


def _broken(line: str) -> list[str]:
    """A line that is too long at any place: what is too much stands below, further in."""
    under = " " * (len(line) - len(line.lstrip()) + 8)
    return textwrap.wrap(
        line, COLUMNS, subsequent_indent=under, break_long_words=False, break_on_hyphens=False, replace_whitespace=False
    )


def _narrowed(lines: list[str]) -> list[str]:
    """Lines without blanks that all of them have side by side, as many as it takes."""
    wide = max(map(len, lines), default=0)
    padded = [line.ljust(wide) for line in lines]
    for column in range(wide - 1, 0, -1):
        is_gap = all(line[column - 1 : column + 1].isspace() for line in padded)
        if is_gap and max(len(line.rstrip()) for line in padded) > COLUMNS:
            padded = [line[:column] + line[column + 1 :] for line in padded]
    return [line.rstrip() for line in padded]


@dataclass
class _Writer:
    """Writes blocks; the answers to questions are kept for the end.

    Attributes:
        answers: lines.
    """

    answers: list[str] = field(default_factory=list)
    _asked: int = 0

    def contract(self, contract: Contract) -> list[str]:
        """What a function promises, indented."""
        lines = [*_code(contract.signature, _INDENT), ""]
        for section in contract.sections:
            lines += [f"{_INDENT}{section.heading}:"] if section.heading else []
            lines += self.blocks(section.blocks, _INDENT * 2 if section.heading else _INDENT)
        for method in contract.methods:
            lines += self.contract(method)
        return lines

    def blocks(self, blocks: Sequence[Block], indent: str = "") -> list[str]:
        """All blocks, an empty line after each."""
        return [line for block in blocks for line in (*self._block(block, indent), "")]

    def _block(self, block: Block, indent: str) -> Iterator[str]:
        """One block."""
        match block:
            case Question(text, answer):
                yield from self._question(text, answer, indent)
            case FunctionTable():
                yield from _table(block)
            case Terms(entries):
                for name, meaning in entries:
                    yield from _wrapped(f"{name}: {meaning}", indent, indent + _INDENT)
            case _:
                yield from _plain(block, indent)

    def _question(self, text: str, answer: str, indent: str) -> Iterator[str]:
        """The question here, its answer at the end."""
        self._asked += 1
        yield from _wrapped(f"Question {self._asked}: {text}", indent, indent + _INDENT)
        self.answers += [*_wrapped(f"{self._asked}. {answer}", "", _INDENT), ""]


def _plain(block: Paragraph | Items | Code | Example | Formulas, indent: str) -> Iterator[str]:
    """A block that says nothing beyond its lines."""
    match block:
        case Paragraph(text):
            yield from _wrapped(text, indent, indent)
        case Items(texts, numbered):
            for number, text in enumerate(texts, 1):
                mark = f"{number}. " if numbered else "- "
                yield from _wrapped(text, indent + mark, indent + " " * len(mark))
        case Code(text) | Example(text):
            yield from _code(text, indent or _INDENT)
        case Formulas(lines):
            for line in lines:
                yield from _code(line.typed, indent or _INDENT)


def _table(table: FunctionTable) -> Iterator[str]:
    """Functions, points and minutes."""
    wide = max(len(row.function) for row in table.rows)
    yield f"{_INDENT}{'function':{wide}}   points   minutes"
    for row in table.rows:
        yield f"{_INDENT}{row.function:{wide}}{row.points:9}{row.minutes:10}   {row.group}".rstrip()
