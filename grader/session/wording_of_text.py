"""Sentences about a file's text alone: no Python, empty, not written yet. Needs no torch."""

from __future__ import annotations

import platform
import unicodedata

EMPTY = "{file} is empty. `grade reset` puts the exercise's stub back."
NOT_UTF8 = "{file} is not plain text in UTF-8 (it begins like UTF-16). Save it as UTF-8 in your editor."
_CONFLICT = ("<" * 7, "=" * 7, ">" * 7)
# Signs that Chinese input methods write for Python's own and that Unicode does not call compatible.
_QUOTES = str.maketrans("“”‘’。、【】《》", "\"\"''.,[]<>")


def not_started(function: str, met: str, file: str) -> str:
    """A stub that still raises NotImplementedError; `met` is the one that was reached, perhaps from another function."""
    if met != function:
        return f"{function} calls {met}, which is not written yet: open {file} and write {met} first."
    return f"{function} is not written yet: open {file} and replace its `raise NotImplementedError`."


def not_python(file: str, text: str, line: int, column: int, code: str) -> str:
    """A syntax error, with the line and a caret below it where they are known."""
    if not code.strip():
        position = f" in line {line}" if line > 0 else ""
        return f"{file} is not valid Python{position}: {text}. Save it as plain text in UTF-8."
    indent = len(code) - len(code.lstrip())
    caret = f"\n    {code.strip()}\n    {' ' * max(column - 1 - indent, 0)}^"
    # Python 3.12 allows in f-strings what older ones refuse; nothing else of it is common in first programs.
    newer = f" (This grader runs Python {platform.python_version()}.)" if "f-string" in text else ""
    return f"{file} is not valid Python: {text.split(' (')[0]} in line {line}.{newer}{caret}{_full_width(code, column)}{_conflict(code)}"


def _conflict(code: str) -> str:
    """What to do about a line with which git marks a conflict, or an empty text."""
    if not code.startswith(_CONFLICT):
        return ""
    return "\nTwo versions stand here: keep the lines you want, delete those of <<<, === and >>>."


def _full_width(code: str, column: int) -> str:
    """What to do about the character of another script's keyboard at a column (from 1), or an empty text."""
    char = code[column - 1 : column]
    plain = unicodedata.normalize("NFKC", char).translate(_QUOTES)
    if not char or char.isascii() or not plain.isascii() or plain.isalnum():
        return ""
    return f"\n{char} is a full-width character: switch the input method and type {plain} instead."
