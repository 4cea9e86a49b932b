"""Which names a logical line of Python binds, told from its tokens alone."""

from __future__ import annotations

import keyword
from collections.abc import Iterator, Sequence

_BINDS_UNTIL = {"for": "in", "lambda": ":", "global": "", "nonlocal": ""}
_OPENING, _CLOSING = frozenset("([{"), frozenset(")]}")
# Signs that end in one of assignment and are none.
COMPARING = frozenset(("==", "!=", "<=", ">=", ":="))


def bound_in(words: Sequence[str]) -> Iterator[str]:
    """Names that one logical line binds: targets, parameters, loop variables, imports; `.name` for an attribute."""
    depth = 0
    last_equals = _last_equals(words)
    open_until = ""
    imports = False
    for index, word in enumerate(words):
        before = words[index - 1] if index else ""
        depth += (word in _OPENING) - (word in _CLOSING)
        if open_until and word == open_until:
            open_until = ""
        imports = imports or (word == "import" and words[0] in ("import", "from"))
        if word in _BINDS_UNTIL:
            open_until = _BINDS_UNTIL[word]
        elif word.isidentifier() and not keyword.iskeyword(word):
            is_parameter = words[0] == "def" and depth == 1 and before in ("(", ",", "*", "**")
            is_target = index < last_equals and (depth == 0 or words[0] in ("(", "["))
            is_declared = index == 0 and words[1:2] == [":"]
            is_named = imports or is_declared or before in ("def", "class", "as")
            if open_until or is_parameter or is_target or is_named or words[index + 1 : index + 2] == [":="]:
                yield f".{word}" if before == "." else word
            if before == "def":
                yield f".{word}"


def _last_equals(words: Sequence[str]) -> int:
    """Where the last sign of assignment stands outside of all brackets; 0 for none."""
    depth = position = 0
    for index, word in enumerate(words):
        depth += (word in _OPENING) - (word in _CLOSING)
        if depth == 0 and word.endswith("=") and word not in COMPARING:
            position = index
    return position


def is_label(words: Sequence[str], index: int) -> bool:
    """Whether a word is an attribute's or an argument's name, which has nothing to do with a variable of that name."""
    before, after = words[index - 1] if index else "", words[index + 1] if index + 1 < len(words) else ""
    return before == "." or (after == "=" and before in ("(", ","))
