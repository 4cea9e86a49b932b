"""A source as its statements with everything personal taken out, for telling copies by.

Gone are: comments, docstrings, layout, the names of what the file itself binds, the values of numbers and texts, heads of
functions and imports (the stub has them), statements that do nothing, and a name that only carries a value to the next line. What a copier
adds or changes without thinking about the program is thereby the same as if it were not there. Tokens rather than a
syntax tree, because Python's own parser can be made to use all memory by a hostile source.
"""

from __future__ import annotations

import io
import keyword
import tokenize
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# What of a source is read: so many tokens, and no longer lines; people write neither.
_MOST_TOKENS = 50_000
_MOST_LINE_BYTES = 2_000
# Python's tokeniser scans the rest of the line again for each quote that nothing closes.
_MOST_ODD_TOKENS = 20
# Longer chains of names that only carry a value are nobody's.
_MOST_PASSES = 5
_LONGEST_LINE = 100
_LAYOUT = frozenset((tokenize.NL, tokenize.COMMENT, tokenize.ENCODING, tokenize.INDENT, tokenize.DEDENT))
_HEADS = frozenset(("def", "class", "import", "from", "global", "nonlocal", "@", "pass"))
_BINDS_UNTIL = {"for": "in", "lambda": ":", "global": "", "nonlocal": ""}
_COMPARING = frozenset(("==", "!=", "<=", ">=", ":="))
_OPENING, _CLOSING = frozenset("([{"), frozenset(")]}")


@dataclass(frozen=True)
class Statement:
    """One logical line.

    Attributes:
        words: its tokens with everything personal taken out.
        lines: the lines of the source that it stands on, from 1.
    """

    words: tuple[str, ...]
    lines: tuple[int, ...]


@dataclass
class _Line:
    """A logical line in the making; `part` numbers the function that it stands in."""

    tokens: list[tokenize.TokenInfo]
    part: int


def statements_of(source: bytes) -> tuple[tuple[Statement, ...], str]:
    """The statements, and why they are not those of the whole source; empty where they are."""
    reason = ""
    raw = source.splitlines(keepends=True)
    if any(len(line) > _MOST_LINE_BYTES for line in raw):
        reason = f"a line is longer than {_MOST_LINE_BYTES} characters"
        # A line stays a line, so that the others keep their numbers.
        raw = [line if len(line) <= _MOST_LINE_BYTES else b"\n" for line in raw]
    tokens: list[tokenize.TokenInfo] = []
    try:
        for token in _tokens(b"".join(raw)):
            tokens.append(token)
            if len(tokens) >= _MOST_TOKENS:
                reason = f"only its first {_MOST_TOKENS} tokens were compared"
                break
    except (tokenize.TokenError, SyntaxError, ValueError, MemoryError, RecursionError):
        reason = reason or "it is no Python from some line on; what stands before was compared"
    everything = _lines(tokens)
    bound = _bound_names(everything)
    lines = _carried(_living([line for line in everything if line.tokens[0].string not in _HEADS]))
    statements = (Statement(tuple(_words(line.tokens, bound)), _places(line.tokens)) for line in lines)
    return tuple(statement for statement in statements if statement.words), reason


def _tokens(source: bytes) -> Iterator[tokenize.TokenInfo]:
    """The tokens that mean anything; raises ValueError for what is hardly Python."""
    odd = 0
    for token in tokenize.tokenize(io.BytesIO(source).readline):
        odd += token.type == tokenize.ERRORTOKEN
        if odd > _MOST_ODD_TOKENS:
            raise ValueError("no Python")
        if token.type not in _LAYOUT:
            yield token


def _lines(tokens: Sequence[tokenize.TokenInfo]) -> list[_Line]:
    """Logical lines, less texts alone on their line; statements behind semicolons are lines of their own."""
    lines: list[_Line] = []
    held: list[tokenize.TokenInfo] = []
    part = 0
    for token in (*tokens, None):
        if token is not None and token.type not in (tokenize.NEWLINE, tokenize.ENDMARKER) and token.string != ";":
            held.append(token)
            continue
        part += bool(held) and held[0].string in ("def", "class")
        is_text = all(piece.type == tokenize.STRING for piece in held)
        if held and not is_text:
            lines.append(_Line(held, part))
        held = []
    return lines


def _bound_names(lines: Sequence[_Line]) -> frozenset[str]:
    """Names that the file gives away itself; all others are somebody else's, and say what is called."""
    return frozenset(name for line in lines for name in _bound_in([token.string for token in line.tokens]))


def _bound_in(words: Sequence[str]) -> Iterator[str]:
    """Names that one logical line binds: targets, parameters, loop variables, imports."""
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
            is_named = imports or before in ("def", "class", "as")
            if open_until or is_parameter or is_target or is_named or words[index + 1 : index + 2] == [":="]:
                yield word


def _last_equals(words: Sequence[str]) -> int:
    """Where the last sign of assignment stands outside of all brackets; 0 for none."""
    depth = position = 0
    for index, word in enumerate(words):
        depth += (word in _OPENING) - (word in _CLOSING)
        if depth == 0 and word.endswith("=") and word not in _COMPARING:
            position = index
    return position


def _target(line: _Line) -> str | None:
    """The plain name that a line does nothing but bind, also to its old value and more."""
    first, *rest = line.tokens
    if first.type != tokenize.NAME or keyword.iskeyword(first.string) or not rest:
        return None
    if rest[0].string == ":":
        rest = rest[next((at for at, token in enumerate(rest) if token.string == "="), len(rest)) :]
    follows = rest[0].string if rest else ""
    binds = follows.endswith("=") and follows not in _COMPARING
    return first.string if binds else None


def _living(lines: list[_Line]) -> list[_Line]:
    """The lines less those that do nothing: a name bound and never read, a value alone on its line."""
    for _ in range(_MOST_PASSES):
        read: Counter[str] = Counter()
        for line in lines:
            words = [token.string for token in line.tokens]
            read.update(words)
            read.subtract(_bound_in(words))
        kept = [line for line in lines if not _is_idle(line, read)]
        if len(kept) == len(lines):
            break
        lines = kept
    return lines


def _is_idle(line: _Line, read: Counter[str]) -> bool:
    """Whether a line does nothing."""
    target = _target(line)
    if target is not None:
        return read[target] <= 0
    words = [token.string for token in line.tokens]
    if words == ["assert", "True"]:
        return True
    does = any(word in ("(", "[") or word.endswith("=") or keyword.iskeyword(word) for word in words)
    return not does or (len(words) == 1 and words[0] in ("None", "True", "False"))


def _carried(lines: list[_Line]) -> list[_Line]:
    """The lines with each name put in that a function binds once and reads once."""
    for _ in range(_MOST_PASSES):
        uses = Counter((line.part, t.string) for line in lines for t in line.tokens if t.type == tokenize.NAME)
        waiting: dict[tuple[int, str], int] = {}
        gone: set[int] = set()
        for index, line in enumerate(lines):
            for at, token in reversed(list(enumerate(line.tokens))):
                source = waiting.pop((line.part, token.string), None)
                if source is not None and len(line.tokens) < _LONGEST_LINE:
                    line.tokens[at : at + 1] = lines[source].tokens[2:]
                    gone.add(source)
            target = _target(line)
            if target is not None and line.tokens[1].string == "=" and uses[line.part, target] == 2:
                waiting[line.part, target] = index
        if not gone:
            break
        lines = [line for index, line in enumerate(lines) if index not in gone]
    return lines


def _places(tokens: Sequence[tokenize.TokenInfo]) -> tuple[int, ...]:
    """The lines of the source that tokens stand on."""
    return tuple(sorted({row for token in tokens for row in range(token.start[0], token.end[0] + 1)}))


def _words(tokens: Sequence[tokenize.TokenInfo], bound: frozenset[str]) -> Iterator[str]:
    """What of a line is compared; brackets that only group are not."""
    for token in tokens:
        if token.type == tokenize.NAME and not keyword.iskeyword(token.string):
            yield "name" if token.string in bound else token.string
        elif token.type in (tokenize.NUMBER, tokenize.STRING):
            yield tokenize.tok_name[token.type]
        elif token.string not in ("(", ")", ":"):
            yield token.string
