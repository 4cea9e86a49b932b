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

from grader.report.alike.bindings import COMPARING, bound_in, is_label

# What of a source is read: so many tokens, and no longer lines; people write neither.
_MOST_TOKENS = 50_000
_MOST_LINE_BYTES = 2_000
# Python's tokeniser scans the rest of the line again for each quote that nothing closes.
_MOST_ODD_TOKENS = 20
# Longer chains of names that only carry a value are nobody's.
_MOST_PASSES = 5
_LONGEST_LINE = 400
_LAYOUT = frozenset((tokenize.NL, tokenize.COMMENT, tokenize.ENCODING, tokenize.INDENT, tokenize.DEDENT))
_HEADS = frozenset(("def", "class", "import", "from", "global", "nonlocal", "@", "pass"))
# Brackets that only group, and words that each `if` may be written with or without.
_UNSAID = frozenset(("(", ")", ":", "else"))
_SAID_AS = {"elif": "if"}


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
    lines = _carried(_living([line for line in everything if line.tokens[0].string not in _HEADS], bound))
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
    return frozenset(name for line in lines for name in bound_in([token.string for token in line.tokens]))


def _target(line: _Line) -> str | None:
    """The plain name that a line does nothing but bind, also to its old value and more."""
    first, *rest = line.tokens
    if first.type != tokenize.NAME or keyword.iskeyword(first.string) or not rest:
        return None
    if rest[0].string == ":":
        rest = rest[next((at for at, token in enumerate(rest) if token.string == "="), len(rest)) :]
    follows = rest[0].string if rest else ""
    binds = follows.endswith("=") and follows not in COMPARING
    return first.string if binds else None


def _living(lines: list[_Line], bound: frozenset[str]) -> list[_Line]:
    """The lines less those that do nothing: a name bound and never read, a value alone on its line."""
    read: Counter[str] = Counter()
    reads = [list(_plain_names(line.tokens)) for line in lines]
    binds = [list(bound_in([token.string for token in line.tokens])) for line in lines]
    read.update(name for names in reads for name in names)
    read.subtract(name for names in binds for name in names)
    kept = list(range(len(lines)))
    for _ in range(_MOST_PASSES):
        idle = {place for place in kept if _is_idle(lines[place], read, bound)}
        if not idle:
            break
        kept = [place for place in kept if place not in idle]
        read.subtract(name for place in idle for name in reads[place])
        read.update(name for place in idle for name in binds[place])
    return [lines[place] for place in kept]


def _is_idle(line: _Line, read: Counter[str], bound: frozenset[str]) -> bool:
    """Whether a line does nothing, or nothing with what the file has."""
    target = _target(line)
    if target is not None:
        return read[target] <= 0
    words = [token.string for token in line.tokens]
    stands_alone = words[0] == "assert" or not any(keyword.iskeyword(word) or word.endswith("=") for word in words)
    if stands_alone and bound.isdisjoint(words):
        return True
    does = any(word in ("(", "[") or word.endswith("=") or keyword.iskeyword(word) for word in words)
    return not does or (len(words) == 1 and words[0] in ("None", "True", "False"))


def _carried(lines: list[_Line]) -> list[_Line]:
    """The lines with each name put in that a function binds once and reads once, or binds only to return it."""
    lines = _returned(lines)
    for _ in range(_MOST_PASSES):
        uses = Counter((line.part, name) for line in lines for name in _plain_names(line.tokens))
        waiting: dict[tuple[int, str], int] = {}
        gone: set[int] = set()
        for index, line in enumerate(lines):
            for at, token in reversed(list(enumerate(line.tokens))):
                source = waiting.get((line.part, token.string))
                if source is not None and _reads(line.tokens, at) and len(line.tokens) < _LONGEST_LINE:
                    del waiting[line.part, token.string]
                    line.tokens[at : at + 1] = lines[source].tokens[2:]
                    gone.add(source)
            target = _target(line)
            if target is not None and line.tokens[1].string == "=" and uses[line.part, target] == 2:
                waiting[line.part, target] = index
        if not gone:
            break
        lines = [line for index, line in enumerate(lines) if index not in gone]
    return lines


def _returned(lines: Sequence[_Line]) -> list[_Line]:
    """The lines with `x = value` and `return x` behind it made one."""
    made: list[_Line] = []
    for line in lines:
        while made and _returns_what(line, made[-1]):
            line = _Line([line.tokens[0], *made.pop().tokens[2:]], line.part)
        made.append(line)
    return made


def _returns_what(line: _Line, before: _Line) -> bool:
    """Whether a line does nothing but return the name that the line before gives a value to."""
    if line.tokens[0].string != "return" or len(line.tokens) != 2 or line.part != before.part:
        return False
    return _target(before) == line.tokens[1].string and before.tokens[1].string == "="


def _plain_names(tokens: Sequence[tokenize.TokenInfo]) -> Iterator[str]:
    """Names that are neither attributes nor those of arguments."""
    words = [token.string for token in tokens]
    for index, token in enumerate(tokens):
        if token.type == tokenize.NAME and not is_label(words, index):
            yield token.string


def _reads(tokens: Sequence[tokenize.TokenInfo], at: int) -> bool:
    """Whether a token is a name to be put in for."""
    return tokens[at].type == tokenize.NAME and not is_label([token.string for token in tokens], at)


def _places(tokens: Sequence[tokenize.TokenInfo]) -> tuple[int, ...]:
    """The lines of the source that tokens stand on."""
    return tuple(sorted({row for token in tokens for row in range(token.start[0], token.end[0] + 1)}))


def _words(tokens: Sequence[tokenize.TokenInfo], bound: frozenset[str]) -> Iterator[str]:
    """What of a line is compared; brackets that only group are not."""
    words = [token.string for token in tokens]
    for index, token in enumerate(tokens):
        if token.type == tokenize.NAME and not keyword.iskeyword(token.string):
            yield _shown_name(words, index, bound)
        elif token.type in (tokenize.NUMBER, tokenize.STRING):
            yield tokenize.tok_name[token.type]
        elif token.string not in _UNSAID:
            yield _SAID_AS.get(token.string, token.string)


def _shown_name(words: Sequence[str], index: int, bound: frozenset[str]) -> str:
    """What of a name is compared: whether it is the file's own, and else which it is; an argument's name is anybody's."""
    if not is_label(words, index):
        return "name" if words[index] in bound else words[index]
    is_attribute = index > 0 and words[index - 1] == "."
    return "name" if not is_attribute or f".{words[index]}" in bound else words[index]
