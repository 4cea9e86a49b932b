"""Names from strangers made safe to show: no control characters, no invisible marks, one spelling."""

from __future__ import annotations

import unicodedata

from grader.text import unsafe

_MAX_NAME_CHARACTERS = 200


def shown(text: str, limit: int = _MAX_NAME_CHARACTERS) -> str:
    """The text on one line as a person may read it: composed, without controls, at most `limit` characters."""
    # A file name that is not UTF-8 comes as lone surrogates: written out, two such names stay two names.
    written = text[: 4 * limit].encode("utf-8", "backslashreplace").decode()
    composed = unicodedata.normalize("NFC", written)
    kept = "".join(" " if char in "\t\r\n" else char for char in composed if char in "\t\r\n" or not unsafe(char))
    line = " ".join(kept.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def folded(text: str) -> str:
    """What two spellings of one name have in common: case, accents' encoding, spaces and punctuation do not count."""
    composed = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in composed if char.isalnum())
