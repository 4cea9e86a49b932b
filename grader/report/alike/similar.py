"""Submissions that look alike: a pointer to look at two files by hand, never a verdict.

A source is compared as a bag of its statements with everything personal taken out (`statements`). Renaming, reformatting,
other comments, other orders of functions, and statements put in between leave the bag of the original inside that of the
copy, so the measure is how much of the smaller bag lies in the larger one, a statement counting for more the fewer hold it
(inverse document frequency). What the stub, the solutions and last year's files hold is left out, and how much that was is
told; what many hold is not: a ring may have any size. Where an exercise leaves little freedom, the bar is higher.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from grader.report.alike.statements import Statement, statements_of

# Fewer tokens than this in common are too little to tell anything.
_LEAST_SHARED_TOKENS = 40
# Planted copies under each disguise share nearly all (tests/classroom/test_rings.py), answers written apart hardly ever 0.75.
# So much more than nine of ten pairs share, and at most the last figure, is what two must share to be told.
_LEAST_SIMILARITY, _ABOVE_MOST_PAIRS, _HIGHEST_BAR = 0.75, 0.55, 0.9
_MOST_PAIRS = 0.9
# What fewer than so many hold, or so small a share of the class, is rare; what all hold still counts a little.
_RARE, _RARE_SHARE, _LEAST_WEIGHT = 3, 1 / 24, 0.3
_BLOCK_COLUMNS = 4096
# More pairs of one ring are neither listed nor drawn.
_MOST_IN_RING = 300
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
        similarity: share of the shorter one's tokens that stand in statements of both, the rarer ones counting more, from 0
            to 1.
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
        pairs: those of it that look alike, the closest first; of very many the first ones.
    """

    students: tuple[str, ...]
    exact: bool
    pairs: tuple[Pair, ...]

    @property
    def closest(self) -> Pair:
        """The pair to look at first."""
        return self.pairs[0]


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
        bar: the similarity from which two are told.
    """

    pairs: tuple[Pair, ...]
    rings: tuple[Ring, ...]
    partly: tuple[NotCompared, ...]
    left_out: int
    bar: float = _LEAST_SIMILARITY


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
    similarity = _similarities(bags)
    bar = _bar(similarity)
    pairs = sorted(_pairs(ordered, bags, similarity, bar), key=lambda pair: (-pair.similarity, -pair.shared, pair))
    reasons = zip(ordered, (reason for _, reason in read), strict=True)
    partly = tuple(NotCompared(source.student, reason) for source, reason in reasons if reason)
    bag_by_student = {source.student: frozenset(bag) for source, bag in zip(ordered, bags, strict=True)}
    holders = Counter(
        words for statements, _ in read for words in {statement.words for statement in statements} & known
    )
    left_out = sum(count >= _MANY * len(ordered) for count in holders.values())
    return Comparison(tuple(pairs[:most]), tuple(_rings(pairs, bag_by_student)), partly, left_out, bar)


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


def _bar(similarity: NDArray[np.float32]) -> float:
    """How much two must share to be told: more than most pairs of this exercise do."""
    if len(similarity) < 2:
        return _LEAST_SIMILARITY
    usual = float(np.quantile(similarity[np.triu_indices(len(similarity), 1)], _MOST_PAIRS))
    return round(min(max(usual + _ABOVE_MOST_PAIRS, _LEAST_SIMILARITY), _HIGHEST_BAR), 2)


def _pairs(
    ordered: Sequence[Source], bags: Sequence[Mapping[_Feature, int]], similarity: NDArray[np.float32], bar: float
) -> Iterator[Pair]:
    """Pairs of which the smaller lies in the larger for the most part."""
    for i, j in zip(*np.nonzero(np.triu(similarity >= bar, 1)), strict=True):
        if ordered[i].origin != ordered[j].origin:
            shared = sum(bags[i][feature] for feature in bags[i].keys() & bags[j].keys())
            if shared >= _LEAST_SHARED_TOKENS:
                yield Pair(round(float(similarity[i, j]), 3), ordered[i].student, ordered[j].student, shared)


def _similarities(bags: Sequence[Mapping[_Feature, int]]) -> NDArray[np.float32]:
    """How much of the smaller of each two bags lies in the larger, (n, n), from 0 to 1."""
    holders = Counter(feature for bag in bags for feature in bag)
    weights = {feature: _weight(count, len(bags)) for feature, count in holders.items()}
    # What one source alone has is shared with nobody; it counts in its size.
    columns = {feature: column for column, feature in enumerate(f for f, count in holders.items() if count > 1)}
    shared = np.zeros((len(bags), len(bags)), dtype=np.float32)
    for start in range(0, len(columns), _BLOCK_COLUMNS):
        block = np.zeros((len(bags), min(_BLOCK_COLUMNS, len(columns) - start)), dtype=np.float32)
        for row, bag in enumerate(bags):
            for feature, tokens in bag.items():
                column = columns.get(feature, -1) - start
                if 0 <= column < block.shape[1]:
                    # The square root on both sides of the product is the weighted length itself.
                    block[row, column] = (tokens * weights[feature]) ** 0.5
        shared += block @ block.T
    sizes = np.array([sum(tokens * weights[feature] for feature, tokens in bag.items()) for bag in bags])
    smaller = np.minimum(sizes[:, None], sizes[None, :])
    similarity: NDArray[np.float32] = np.minimum(shared / np.maximum(smaller, 1e-9), 1.0)
    return similarity


def _weight(holders: int, size: int) -> float:
    """What a token of a statement counts that so many of a class hold: the logarithm of one in how many that is."""
    return max(math.log(size / max(holders, _RARE, size * _RARE_SHARE)), _LEAST_WEIGHT)


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
    own: dict[str, list[Pair]] = {}
    for pair in pairs:
        own.setdefault(leader(pair.first), []).append(pair)
    rings = (
        Ring(tuple(students), len({bags[student] for student in students}) == 1, tuple(own[first][:_MOST_IN_RING]))
        for first, students in members.items()
    )
    yield from sorted(rings, key=lambda ring: (-len(ring.students), -ring.closest.similarity, ring.students))
