"""Submissions that look alike: a pointer to look at two files by hand, never a verdict.

A source is compared as a bag of its statements with everything personal taken out (`statements`). Renaming, reformatting,
other comments, other orders of functions, and statements put in between leave the bag of the original inside that of the
copy, so the measure is how much of the smaller bag lies in the larger one. What the stub, the solutions and last year's
files hold is left out, and how much that was is told; what many hold is not: a ring may have any size.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from grader.report.statements import Statement, statements_of

# Fewer tokens than this in common are too little to tell anything.
_LEAST_SHARED_TOKENS = 40
# Planted copies under each disguise share more than 0.73 (tests/classroom/test_rings.py), answers written apart hardly ever.
_LEAST_SIMILARITY = 0.7
_BLOCK_COLUMNS = 4096
# A statement of so large a share of the class that is left out as known is told.
_MANY = 0.5

# A statement, and whether it is its first, second, ... in the source.
_Feature = tuple[tuple[str, ...], int]


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
        similarity: share of the shorter one's tokens that stand in statements of both, from 0 to 1.
        shared: how many tokens that is.
    """

    similarity: float
    first: str
    second: str
    shared: int


@dataclass(frozen=True)
class Ring:
    """Submissions that look alike, each with at least one other of them.

    Attributes:
        students: their ids.
        exact: whether all are the same but for what is personal.
        closest: the pair to look at first.
    """

    students: tuple[str, ...]
    exact: bool
    closest: Pair


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
        rings: the same as groups, the largest first.
        partly: submissions of which a copy might go unseen: too long, or no Python that can be taken apart.
        left_out: statements of at least half of the class that were not compared, because the base has them.
    """

    pairs: tuple[Pair, ...]
    rings: tuple[Ring, ...]
    partly: tuple[NotCompared, ...]
    left_out: int


def compare(sources: Iterable[Source], base: Iterable[bytes] = (), most: int = 100) -> Comparison:
    """Compare the submissions of one exercise.

    Args:
        sources: one for each student.
        base: files whose statements say nothing: the stub, the solutions, last year's.
        most: how many pairs to give at most; rings are made of all.
    """
    ordered = sorted(sources, key=lambda source: source.student)
    known = known_statements(base)
    read = [statements_of(source.content) for source in ordered]
    bags = [_bag_of(statements, known) for statements, _ in read]
    pairs = sorted(_pairs(ordered, bags), key=lambda pair: (-pair.similarity, -pair.shared, pair))
    reasons = zip(ordered, (reason for _, reason in read), strict=True)
    partly = tuple(NotCompared(source.student, reason) for source, reason in reasons if reason)
    bag_by_student = {source.student: frozenset(bag) for source, bag in zip(ordered, bags, strict=True)}
    holders = Counter(
        words for statements, _ in read for words in {statement.words for statement in statements} & known
    )
    left_out = sum(count >= _MANY * len(ordered) for count in holders.values())
    return Comparison(tuple(pairs[:most]), tuple(_rings(pairs, bag_by_student)), partly, left_out)


def known_statements(base: Iterable[bytes]) -> frozenset[tuple[str, ...]]:
    """The statements of files that say nothing about who copied from whom."""
    return frozenset(statement.words for content in base for statement in statements_of(content)[0])


def _bag_of(statements: Iterable[Statement], known: frozenset[tuple[str, ...]]) -> Mapping[_Feature, int]:
    """A source's statements with their lengths in tokens, less the known ones."""
    counts: Counter[tuple[str, ...]] = Counter()
    bag: dict[_Feature, int] = {}
    for statement in statements:
        if statement.words not in known:
            counts[statement.words] += 1
            bag[statement.words, counts[statement.words]] = len(statement.words)
    return bag


def _pairs(ordered: Sequence[Source], bags: Sequence[Mapping[_Feature, int]]) -> Iterator[Pair]:
    """Pairs of which the smaller lies in the larger for the most part."""
    shared = _shared_tokens(bags)
    sizes = shared.diagonal()
    smaller = np.minimum(sizes[:, None], sizes[None, :])
    alike = (shared >= _LEAST_SHARED_TOKENS) & (shared >= _LEAST_SIMILARITY * smaller)
    for i, j in zip(*np.nonzero(np.triu(alike, 1)), strict=True):
        if ordered[i].origin != ordered[j].origin:
            similarity = round(float(shared[i, j] / smaller[i, j]), 3)
            yield Pair(similarity, ordered[i].student, ordered[j].student, int(shared[i, j]))


def _shared_tokens(bags: Sequence[Mapping[_Feature, int]]) -> NDArray[np.float32]:
    """How many tokens each two bags share, (n, n); on the diagonal each one's own size."""
    counts = Counter(feature for bag in bags for feature in bag)
    # What one source alone has is shared with nobody; it counts in its size.
    columns = {feature: column for column, feature in enumerate(f for f, count in counts.items() if count > 1)}
    shared = np.zeros((len(bags), len(bags)), dtype=np.float32)
    for start in range(0, len(columns), _BLOCK_COLUMNS):
        block = np.zeros((len(bags), min(_BLOCK_COLUMNS, len(columns) - start)), dtype=np.float32)
        for row, bag in enumerate(bags):
            for feature, tokens in bag.items():
                column = columns.get(feature, -1) - start
                if 0 <= column < block.shape[1]:
                    # The square root on both sides of the product is the length itself.
                    block[row, column] = tokens**0.5
        shared += block @ block.T
    np.fill_diagonal(shared, [sum(bag.values()) for bag in bags])
    return np.rint(shared)


def _rings(pairs: Sequence[Pair], bags: Mapping[str, frozenset[_Feature]]) -> Iterator[Ring]:
    """Groups that hang together by pairs, the largest first."""
    leaders: dict[str, str] = {}

    def leader(student: str) -> str:
        while leaders.setdefault(student, student) != student:
            student = leaders[student]
        return student

    for pair in pairs:
        leaders[leader(pair.first)] = leader(pair.second)
    members: dict[str, list[str]] = {}
    for student in sorted(leaders):
        members.setdefault(leader(student), []).append(student)
    closest: dict[str, Pair] = {}
    for pair in pairs:
        closest.setdefault(leader(pair.first), pair)
    rings = (
        Ring(tuple(students), len({bags[student] for student in students}) == 1, closest[first])
        for first, students in members.items()
    )
    yield from sorted(rings, key=lambda ring: (-len(ring.students), -ring.closest.similarity, ring.students))
