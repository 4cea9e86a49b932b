"""Lines of text for a terminal, made before they are printed so that they can be counted."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

_NARROWEST = 20


def number(points: float) -> str:
    """Points without a needless fraction."""
    return f"{points:g}"


def joined(*parts: str | Text) -> Text:
    """One line of several parts."""
    return Text.assemble(*parts)


def paragraph(console: Console, text: str, columns: int, style: str = "") -> list[Text]:
    """A paragraph with a left margin, wrapped between words."""
    wrapped = Text(text, style=style).wrap(console, max(_NARROWEST, console.width - columns))
    for line in wrapped:
        line.rstrip()
    return [Text(" " * columns) + line for line in wrapped]
