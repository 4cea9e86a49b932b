"""Text for people: which characters of a stranger's text may be shown, and which name was probably meant."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable

# Cc control, Cf invisible (right-to-left marks, zero-width, tags), Cs lone surrogates, Co private, Cn unassigned,
# Zl and Zp line and paragraph separators: each can forge a line or reorder the text around it.
_UNSAFE_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def unsafe(char: str) -> bool:
    """Whether the character can hide, move or forge text."""
    return unicodedata.category(char) in _UNSAFE_CATEGORIES


def without_controls(text: str) -> str:
    """The text with its line breaks and tabs, less every other control or invisible character."""
    if text.isprintable():
        return text
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(char for char in plain if char in "\n\t" or not unsafe(char))


def nearest(name: str, known: Iterable[str], cutoff: float = 0.5) -> str:
    """The names that were probably meant, at most three, or all of them: "sigmoid, relu"."""
    names = list(known)
    return ", ".join(difflib.get_close_matches(name, names, 3, cutoff) or names)
