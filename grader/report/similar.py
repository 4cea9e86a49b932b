"""Submissions that look alike: a pointer to look at two files by hand, never a verdict.

Sources are compared as token streams in which names, numbers and texts are only "a name", "a number", "a text":
renaming, reformatting and other comments change nothing. Of all runs of tokens a fixed part is kept as fingerprints
(winnowing, Schleimer, Wilkerson and Aiken 2003). What the stub holds, and what many hold, says nothing and is left out.
Tokens rather than a syntax tree, because Python's own parser can be made to use all memory by a hostile source.
"""

from __future__ import annotations

import hashlib
import io
import keyword
import tokenize
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

# What of a source is compared: so many tokens, and no longer lines; people write neither.
_MOST_TOKENS = 50_000
_MOST_LINE_BYTES = 2_000
# Python's tokeniser scans the rest of the line again for each quote that nothing closes.
_MOST_ODD_TOKENS = 20
# A run shorter than this is found in every program; a window of so many runs gives one fingerprint.
_RUN_TOKENS = 12
_WINDOW_RUNS = 6
# Fewer fingerprints than this are too little to tell anything.
_LEAST_SHARED = 8
# The course's differently written right answers (tests/accepted) share less than 0.1 of theirs.
_LEAST_SIMILARITY = 0.6
# A run found in more sources than this is how the exercise is solved.
_COMMON_SHARE = 0.1
_LEAST_COMMON = 4
_MOST_COMMON = 20

_LAYOUT_TOKENS = frozenset((tokenize.NL, tokenize.COMMENT, tokenize.ENCODING, tokenize.INDENT, tokenize.DEDENT))


@dataclass(frozen=True)
class Source:
    """One submission to compare; those of one origin are one group's and are not compared with each other."""

    student: str
    origin: str
    content: bytes


@dataclass(frozen=True, order=True)
class Pair:
    """Two submissions that look alike.

    Attributes:
        similarity: share of fingerprints in common, from 0 to 1, less what the stub or many others hold too.
        shared: how many fingerprints that is.
    """

    similarity: float
    first: str
    second: str
    shared: int


@dataclass(frozen=True)
class NotCompared:
    """A submission that was not compared as a whole, and why."""

    student: str
    reason: str


@dataclass(frozen=True)
class Comparison:
    """What comparing the submissions of one exercise gave.

    Attributes:
        pairs: those that look alike, the most similar first.
        partly: submissions of which a copy might go unseen: too long, or no Python that can be taken apart.
    """

    pairs: tuple[Pair, ...]
    partly: tuple[NotCompared, ...]


def compare(sources: Iterable[Source], starter: bytes = b"", most: int = 100) -> Comparison:
    """Compare the submissions of one exercise.

    Args:
        sources: one for each student.
        starter: the stub that was handed out.
        most: how many pairs to give at most.
    """
    ordered = sorted(sources, key=lambda source: source.student)
    stub = fingerprints(starter)
    read = [_marks_of(source.content) for source in ordered]
    marks = [own - stub for own, _ in read]
    twins = list(_identical(ordered, marks))
    common = _common_marks(marks)
    rare = [own - common for own in marks]
    seen = {(pair.first, pair.second) for pair in twins}
    near = (pair for pair in _near_pairs(ordered, rare) if (pair.first, pair.second) not in seen)
    pairs = sorted((*twins, *near), key=lambda pair: (-pair.similarity, -pair.shared, pair))[:most]
    reasons = zip(ordered, (reason for _, reason in read), strict=True)
    return Comparison(tuple(pairs), tuple(NotCompared(source.student, reason) for source, reason in reasons if reason))


def similar_pairs(sources: Iterable[Source], starter: bytes = b"", most: int = 100) -> tuple[Pair, ...]:
    """The pairs alone."""
    return compare(sources, starter, most).pairs


def _identical(ordered: Sequence[Source], marks: Sequence[frozenset[int]]) -> Iterator[Pair]:
    """Of several sources that are the same but for names, each with the first of them."""
    alike: dict[frozenset[int], list[Source]] = {}
    for source, own in zip(ordered, marks, strict=True):
        if len(own) >= _LEAST_SHARED:
            alike.setdefault(own, []).append(source)
    for own, (first, *others) in alike.items():
        yield from (Pair(1.0, first.student, o.student, len(own)) for o in others if o.origin != first.origin)


def _common_marks(marks: Sequence[frozenset[int]]) -> frozenset[int]:
    """Fingerprints that so many sources have that they tell nothing."""
    most = min(_MOST_COMMON, max(_LEAST_COMMON, round(_COMMON_SHARE * len(marks))))
    counts = Counter(mark for own in marks for mark in own)
    return frozenset(mark for mark, count in counts.items() if count > most)


def _near_pairs(ordered: Sequence[Source], marks: Sequence[frozenset[int]]) -> Iterator[Pair]:
    """Pairs that share most of what sets them apart from the class."""
    for (i, j), shared in sorted(_shared_counts(marks).items()):
        similarity = shared / len(marks[i] | marks[j])
        if shared >= _LEAST_SHARED and similarity >= _LEAST_SIMILARITY and ordered[i].origin != ordered[j].origin:
            yield Pair(round(similarity, 3), ordered[i].student, ordered[j].student, shared)


def _shared_counts(marks: Sequence[frozenset[int]]) -> Mapping[tuple[int, int], int]:
    """How many fingerprints each pair shares, for pairs that share any."""
    holders: dict[int, list[int]] = {}
    for place, own in enumerate(marks):
        for mark in own:
            holders.setdefault(mark, []).append(place)
    return Counter(pair for places in holders.values() for pair in combinations(places, 2))


def fingerprints(source: bytes) -> frozenset[int]:
    """The fingerprints of a source; of one that breaks off or goes on for too long, those of its beginning."""
    return _marks_of(source)[0]


def _marks_of(source: bytes) -> tuple[frozenset[int], str]:
    """The fingerprints, and why they are not those of the whole source; empty where they are."""
    words: list[str] = []
    reason = ""
    lines = source.splitlines(keepends=True)
    if any(len(line) > _MOST_LINE_BYTES for line in lines):
        reason = f"a line is longer than {_MOST_LINE_BYTES} characters"
        lines = [line for line in lines if len(line) <= _MOST_LINE_BYTES]
    try:
        for word in _normalised(b"".join(lines)):
            words.append(word)
            if len(words) >= _MOST_TOKENS:
                reason = f"only its first {_MOST_TOKENS} tokens were compared"
                break
    except (tokenize.TokenError, SyntaxError, ValueError, MemoryError, RecursionError):
        reason = reason or "it is no Python from some line on; what stands before was compared"
    runs = [_mark_of(words[start : start + _RUN_TOKENS]) for start in range(len(words) - _RUN_TOKENS + 1)]
    windows = (runs[start : start + _WINDOW_RUNS] for start in range(max(1, len(runs) - _WINDOW_RUNS + 1)))
    return frozenset(min(window) for window in windows if window), reason


def _normalised(source: bytes) -> Iterator[str]:
    """The tokens of a source with everything personal taken out; raises ValueError for what is hardly Python."""
    starts_line = True
    pending: str | None = None
    odd = 0
    for token in tokenize.tokenize(io.BytesIO(source).readline):
        odd += token.type == tokenize.ERRORTOKEN
        if odd > _MOST_ODD_TOKENS:
            raise ValueError("no Python")
        if token.type in _LAYOUT_TOKENS:
            continue
        word = _word_of(token)
        if pending is not None and token.type != tokenize.NEWLINE:
            yield pending
        # A text alone on its line is a docstring, that is, a comment.
        pending = word if token.type == tokenize.STRING and starts_line else None
        if pending is None and token.type not in (tokenize.NEWLINE, tokenize.ENDMARKER):
            yield word
        starts_line = token.type == tokenize.NEWLINE


def _word_of(token: tokenize.TokenInfo) -> str:
    """What of a token is compared."""
    if token.type == tokenize.NAME and not keyword.iskeyword(token.string):
        return "name"
    if token.type in (tokenize.NUMBER, tokenize.STRING):
        return tokenize.tok_name[token.type]
    return token.string


def _mark_of(words: Sequence[str]) -> int:
    """A run of tokens as a number, the same on every machine."""
    return int.from_bytes(hashlib.blake2b("\0".join(words).encode(), digest_size=8).digest(), "big")
