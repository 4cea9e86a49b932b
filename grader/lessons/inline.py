"""Within a sentence: `code`, *emphasis* and https links; and code in colours. All of it escaped."""

from __future__ import annotations

import re
from html import escape

from markupsafe import Markup
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonConsoleLexer, PythonLexer

_PIECE = re.compile(
    r"`(?P<code>[^`]+)`|(?P<link>https://[^\s<>]+[^\s<>.,;:)\"'])|(?<![\w*])\*(?P<stressed>\w(?:[^*]*\w)?)\*(?![\w*])"
)
_SOURCE = re.compile(r"(?P<title>[^`]+):\s+(?P<link>https://\S+)")


def set_inline(text: str) -> Markup:
    """A sentence as HTML."""
    written, end = "", 0
    for match in _PIECE.finditer(text):
        written += escape(text[end : match.start()]) + _piece(match)
        end = match.end()
    return Markup(written + escape(text[end:]))


def set_item(text: str) -> Markup:
    """An item of a list; "what it is: https://..." becomes a link by that name."""
    if match := _SOURCE.fullmatch(text):
        return Markup(f'<a href="{escape(match["link"])}">{set_inline(match["title"])}</a>')
    return set_inline(text)


def _piece(match: re.Match[str]) -> str:
    """One piece as HTML."""
    if match["code"]:
        return f"<code>{escape(match['code'])}</code>"
    if match["link"]:
        return f'<a href="{escape(match["link"])}">{escape(match["link"].removeprefix("https://"))}</a>'
    return f"<em>{escape(match['stressed'])}</em>"


def set_code(text: str) -> Markup:
    """Python in colours."""
    return Markup(highlight(text, PythonLexer(), HtmlFormatter(nowrap=True)).rstrip("\n"))


def set_example(text: str) -> Markup:
    """A dialogue with Python's prompt in colours."""
    return Markup(highlight(text, PythonConsoleLexer(), HtmlFormatter(nowrap=True)).rstrip("\n"))
