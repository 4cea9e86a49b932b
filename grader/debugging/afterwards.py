"""What is told when a program is mended: the mistake, what was believed, why it looks right, how one finds such a thing."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import takewhile

from grader.debugging.curves import from_text
from grader.debugging.record import BugRecord, Record
from grader.debugging.shapes import Shape, shape_of

_WAYS: Mapping[Shape, str] = {
    Shape.NO_NUMBER: "Go back from the first value that is no number: print what went into it, and into that. Overflow, "
    "log 0 and 0 / 0 are the usual three.",
    Shape.FLAT: "If a loss stands still, print one weight before and after a step, and its gradient. No gradient: the "
    "way back is cut. A gradient and no change: nobody steps, or steps with other weights.",
    Shape.RISES: "If a loss rises from the start, try a rate a hundred times smaller. Rises it still, then the sign is "
    "wrong; falls it, then the step was too long.",
    Shape.FALLS_AND_RISES: "If a loss falls and then rises on its training data, the steps get longer: something piles up. "
    "Print the length of the gradient at each step, and ask who clears it.",
    Shape.JUMPS: "If a loss jumps, the steps are too long for the slope, or each batch pulls elsewhere. Ask what multiplies "
    "the steps: the rate, and whether the loss is a sum or a mean. And print the labels of a few batches.",
    Shape.NEGATIVE: "A loss has a lowest value. Compute by hand one sample that is quite right, and one that is quite wrong.",
    Shape.LENGTH: "Count: how many turns does the loop take, and how many values leave it? Try it with 1 and with 3.",
    Shape.SLOWER: "Nothing crashes, it just learns too little. Take a data set of two samples that must be learned by "
    "heart; what cannot learn those has a bug and no lack of data.",
    Shape.LOWER: "Distrust what is too good. Ask what the number is computed from, and compute it once by hand.",
    Shape.ELSEWHERE: "Take one value that you can compute by hand, here the one that is furthest off, and go through the "
    "lines with it.",
    Shape.ALIKE: "Look where nobody looks: the edges of the inputs.",
}
_SELDOM = (
    "It shows only where few people look. So make a list of edges and try each: float64, another device, the last short "
    "batch, a value exactly at the border, 0 and 1, very large and very small numbers, the same call twice."
)


@dataclass(frozen=True)
class Lesson:
    """What is told of one mistake: lines that were wrong and right, then paragraphs by their heads."""

    function: str
    wrong: tuple[str, ...]
    right: tuple[str, ...]
    paragraphs: Mapping[str, str]


def lesson_of(record: Record, bug: BugRecord) -> Lesson:
    """The lesson of one bug."""
    scene = record.scenes[bug.scene]
    way = _SELDOM
    if scene.is_curve:
        way = _WAYS[shape_of(from_text(bug.shows), from_text(scene.right), scene.axes)]
    told = {"What was believed": bug.advice, "Why it looks right": bug.looks_right, "How one finds it": way}
    return Lesson(bug.function, _lines(bug, 1), _lines(bug, 0), told)


def changed_lines(bug: BugRecord) -> list[str]:
    """The edit as people read it: `-` what was there, `+` what stands there instead; lines that stayed have no sign."""
    compared = [line for right, wrong in _edits(bug) for line in difflib.ndiff(right, wrong)]
    return [line for line in compared if line[0] in "-+ "]


def _lines(bug: BugRecord, which: int) -> tuple[str, ...]:
    """The right lines (0) or the wrong ones (1), without those at either end that are in both."""
    lines: list[str] = []
    for edit in _edits(bug):
        start = _length_in_common(*edit)
        right, wrong = (text[start:] for text in edit)
        end = _length_in_common(right[::-1], wrong[::-1])
        lines += edit[which][start : len(edit[which]) - end]
    return tuple(lines)


def _length_in_common(first: list[str], second: list[str]) -> int:
    """How many lines two texts begin with alike."""
    pairs = zip(first, second, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _edits(bug: BugRecord) -> list[tuple[list[str], list[str]]]:
    """The right and the wrong lines of each edit."""
    return [(_written(right), _written(wrong)) for right, wrong in bug.edits]


def _written(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]
