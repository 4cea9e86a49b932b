"""Names from strangers made safe to show: no control characters, no invisible marks, one spelling."""

from __future__ import annotations

import unicodedata

MAX_NAME_CHARACTERS = 200

# Cc control, Cf invisible (right-to-left marks, zero-width, tags), Cs lone surrogates, Co private, Cn unassigned,
# Zl and Zp line and paragraph separators: each can forge a line or reorder the text around it.
UNSAFE_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def shown(text: str, limit: int = MAX_NAME_CHARACTERS) -> str:
    """The text on one line as a person may read it: composed, without controls, at most `limit` characters."""
    # A file name that is not UTF-8 comes as lone surrogates: written out, two such names stay two names.
    written = text[: 4 * limit].encode("utf-8", "backslashreplace").decode()
    composed = unicodedata.normalize("NFC", written)
    kept = "".join(" " if char in "\t\r\n" else char for char in composed if char in "\t\r\n" or not unsafe(char))
    line = " ".join(kept.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def unsafe(char: str) -> bool:
    """Whether the character can hide, move or forge text."""
    return unicodedata.category(char) in UNSAFE_CATEGORIES


def without_controls(text: str) -> str:
    """The text with its line breaks and tabs, less every other control or invisible character."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(char for char in plain if char in "\n\t" or not unsafe(char))


def folded(text: str) -> str:
    """What two spellings of one name have in common: case, accents' encoding, spaces and punctuation do not count."""
    composed = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in composed if char.isalnum())
