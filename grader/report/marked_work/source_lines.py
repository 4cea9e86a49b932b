"""The lines of a submission's source on a page: how they are counted, where they are found, how they are written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from grader.outcome import CheckOutcome
from grader.source import SIZE_LIMIT_BYTES
from grader.text import without_controls

# A longer line is cut.
MOST_COLUMNS = 240
_QUOTED = re.compile(r"\n((?: {4}.*(?:\n|$))+)")
# Where Python ends a line; str.splitlines knows more ends, and would count other lines.
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True)
class SourceLine:
    """One line.

    Attributes:
        number: what people call it: of a notebook its number in its cell.
        is_marked: whether it is meant.
        anchor: its id on the page, empty for none.
        note: what is said below it, with a link to `note_anchor`.
    """

    number: int
    text: str
    is_marked: bool = False
    anchor: str = ""
    note: str = ""
    note_anchor: str = ""


def line_anchor(exercise: str, line: int) -> str:
    """The id of a line on a student's page."""
    return f"{exercise}-line-{line}"


def check_anchor(exercise: str, check: str) -> str:
    """The id of a check there."""
    return f"{exercise}-check-{check}"


def place_of(exercise: str, check: CheckOutcome) -> str:
    """The id of what shows a failed check there: its line where that is known, else its card."""
    return line_anchor(exercise, check.line) if check.line else check_anchor(exercise, check.name)


def lines_of(source: bytes) -> list[str]:
    """The lines of a source as Python counts them; no more of it is read than a file may have."""
    return _LINE_END.split(source[:SIZE_LIMIT_BYTES].decode("utf-8", "replace"))


def source_markup(lines: Sequence[SourceLine]) -> Markup:
    """Lines as the inside of a `pre`: a block a line, with its number; everything of a stranger is text."""
    return Markup("").join(map(_line_markup, lines))


def with_code(text: str) -> Markup:
    """A message for people, with the lines that it quotes (four spaces before them) as code."""
    return Markup(_QUOTED.sub(r"<code>\1</code>", str(escape(without_controls(text)))))


def _line_markup(line: SourceLine) -> Markup:
    """One line; most are neither marked nor noted."""
    text = line.text[:MOST_COLUMNS].expandtabs(4)
    text = text if text.isprintable() else without_controls(text).replace("\n", "")
    shown = escape(text + " …" if len(line.text) > MOST_COLUMNS else text)
    if not line.is_marked:
        return Markup(f"<span><i>{line.number}</i>{shown}\n</span>")
    anchor = Markup(' id="{}"').format(line.anchor) if line.anchor else ""
    marked = Markup('<span class="marked"{}><i>{}</i>{}\n</span>').format(anchor, line.number, shown)
    if line.note:
        note = without_controls(line.note).replace("\n", " ")
        marked += Markup('<a class="note" href="#{}">↑ {}\n</a>').format(line.note_anchor, note)
    return marked
