"""What is still to be written of an exercise: texts, hints, checks, misconceptions, examples. Demands grow with its functions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from grader.course import LEVELS
from grader.errors import CourseFault
from grader.verification import author_files
from grader.verification.author_files import UNKNOWN
from grader.verification.finding import Finding
from grader.verification.outlines import Outlines

_MISCONCEPTIONS_A_FUNCTION = 2
_REJECTED_A_FUNCTION = 2
_ACCEPTED_AT_MOST = 6
_NAMED_SHARE = 0.9
_TO_DO = "TODO"


def missing_parts(outlines: Outlines) -> Iterator[Finding]:
    """What is still to be written: texts, hints, checks, misconceptions, examples."""
    yield from _written(outlines)
    yield from _hinted(outlines)
    yield from _tested(outlines)
    yield from _believed(outlines)
    yield from _exemplified(outlines)


def _written(outlines: Outlines) -> Iterator[Finding]:
    """No text of a template is left."""
    for path in outlines.trees:
        lines = [str(at) for at, line in enumerate(path.read_text("utf-8").splitlines(), 1) if _TO_DO in line]
        if lines:
            where = f"line{'s' * (len(lines) > 1)} {', '.join(lines)}"
            yield outlines.finding(
                outlines.course.shown(path), f"must have its own text where it says {_TO_DO}: {where}."
            )


def _hinted(outlines: Outlines) -> Iterator[Finding]:
    """Every function has three hints."""
    try:
        hints = outlines.course.hints(outlines.exercise)
    except CourseFault as fault:
        yield outlines.finding("HINTS", f"must be a dict of texts, written down: {fault}")
        return
    for function in outlines.functions:
        levels = hints.get(function, ())
        if len(levels) != LEVELS or not all(isinstance(level, str) and level.strip() for level in levels):
            yield outlines.finding(function, f"must have {LEVELS} hints; got {len(levels)}.")


def _tested(outlines: Outlines) -> Iterator[Finding]:
    """Every function has a check, and a misconception trips every check."""
    graded = {check.function for check in outlines.checks}
    for function in outlines.functions:
        if function not in graded:
            yield outlines.finding(function, "must have a check.")
    listed = [entry.named for entry in outlines.misconceptions]
    tripped = {name for names in listed if isinstance(names, tuple) for name in names}
    for check in outlines.checks:
        if check.name not in tripped and UNKNOWN not in listed:
            yield outlines.finding(check.name, "must be tripped by a misconception; no fails= lists it.")


def _believed(outlines: Outlines) -> Iterator[Finding]:
    """Every function has some misconceptions."""
    count = Counter(entry.function for entry in outlines.misconceptions)
    for function in outlines.functions:
        if count[function] < _MISCONCEPTIONS_A_FUNCTION:
            rule = f"must have at least {_MISCONCEPTIONS_A_FUNCTION} misconceptions; got {count[function]}."
            yield outlines.finding(function, rule)


def _exemplified(outlines: Outlines) -> Iterator[Finding]:
    """There are right answers of other people's, and real wrong ones whose first line says what must be named."""
    course, exercise = outlines.course, outlines.exercise
    known = {entry.name for entry in outlines.misconceptions}
    accepted, rejected = (course.examples(kind, exercise) for kind in ("accepted", "rejected"))
    demands = {
        "accepted": min(len(outlines.functions), _ACCEPTED_AT_MOST),
        "rejected": _REJECTED_A_FUNCTION * len(outlines.functions),
    }
    for kind, there in (("accepted", accepted), ("rejected", rejected)):
        if len(there) < demands[kind]:
            rule = f"must hold at least {demands[kind]} files; got {len(there)}."
            yield outlines.finding(f"tests/{kind}/{exercise}", rule)
    unnamed = 0
    for path in rejected:
        header = author_files.example(path)
        if header is None or not (set(header.functions) <= set(outlines.functions) and header.misconceptions <= known):
            rule = 'must begin with """wrong: FUNCTION; misconception: NAME""" (or none), both of this exercise.'
            yield outlines.finding(course.shown(path), rule)
        elif not header.misconceptions and not header.says:
            unnamed += 1
    if unnamed > (1 - _NAMED_SHARE) * len(rejected):
        rule = f"may go unnamed in 1 file of 10 at most; {unnamed} of {len(rejected)} say none."
        yield outlines.finding(f"tests/rejected/{exercise}", rule)
