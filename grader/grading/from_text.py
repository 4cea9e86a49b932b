"""Grades that the text alone decides: no Python, or a stub that nobody has touched. Nothing runs, torch is not imported."""

from __future__ import annotations

import ast
import contextlib
import warnings
from collections.abc import Mapping

from grader.check_declarations import DeclaredCheck, declared_checks
from grader.course import Course
from grader.errors import CourseFault
from grader.outcome import CheckOutcome, Grade, LoadFailure, Status
from grader.session import wording_of_text
from grader.source import SourceFile

# What a worker would say of it may be another thing: the parser gave up, it did not judge.
_UNDECIDED = (RecursionError, MemoryError, ValueError)


def grade_from_text(course: Course, source: SourceFile, seed: int, only: frozenset[str] | None = None) -> Grade | None:
    """The grade of a source whose text decides it, as a run of the checks would give it; None when it must be run.

    Args:
        course: where the exercise is.
        source: the submission.
        seed: kept in the grade; nothing is drawn from it.
        only: names of the checks that are asked for, or None for all.
    """
    failure = load_failure(source)
    if failure is None and not source.is_empty and not is_untouched(course, source):
        return None
    # Not before: a worker that is still to be forked must find nothing of the checks in its memory.
    try:
        declared = declared_checks(course.checks_path(source.name))
    except CourseFault:
        # A run reads what no text tells, or says what is wrong. Nothing that a learner wrote is carried out in it.
        return None
    outcomes: dict[str, CheckOutcome] = {}
    for check in declared:
        if only is None or check.name in only:
            outcomes[check.name] = _unloaded(check, failure, outcomes) if failure else _unwritten(check, source)
    return Grade(
        source.name,
        seed,
        tuple(outcomes.values()),
        source.sha256,
        versions=course.versions(source.name),
        notices=source.notes,
        load_failure=failure,
    )


def load_failure(source: SourceFile) -> LoadFailure | None:
    """Why the text cannot be loaded, as Python itself says it; None when it is Python, or when nobody can tell."""
    if source.data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return LoadFailure(wording_of_text.NOT_UTF8.format(file=source.file))
    try:
        _tree(source.data, source.file)
    except SyntaxError as error:
        line, column = error.lineno or 0, error.offset or 0
        code = (error.text or _line(source.data, line)).rstrip()[:200]
        sentence = wording_of_text.not_python(source.file, str(error), line, column, code)
        return LoadFailure(sentence, str(error.msg), line or None, column or None, code)
    except _UNDECIDED:
        return None
    return None


def is_untouched(course: Course, source: SourceFile) -> bool:
    """Whether the code is the stub's own, whatever was done to comments and layout."""
    try:
        stub = course.stub_path(source.name).read_bytes()
        mine, theirs = (_tree(data, source.file).body for data in (source.data, stub))
    except (SyntaxError, OSError, *_UNDECIDED):
        return False
    # Statement by statement: the first that differs settles it.
    return len(mine) == len(theirs) and all(
        ast.dump(ours) == ast.dump(stubs) for ours, stubs in zip(mine, theirs, strict=True)
    )


def absent_functions(course: Course, source: SourceFile) -> list[str]:
    """Functions of the exercise whose names the text nowhere binds at top level; none when the text is no Python."""
    with contextlib.suppress(SyntaxError, *_UNDECIDED):
        bound = {name for node in _tree(source.data, source.file).body for name in _names_bound(node)}
        return [] if "*" in bound else [name for name in course.functions(source.name) if name not in bound]
    return []


def _names_bound(node: ast.stmt) -> set[str]:
    """Names that a statement may bind, compound statements with all that is in them."""
    names: set[str] = set()
    for inner in ast.walk(node):
        if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(inner.name)
        elif isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store):
            names.add(inner.id)
        elif isinstance(inner, ast.alias):
            names.add((inner.asname or inner.name).partition(".")[0])
    return names


def _line(data: bytes, number: int) -> str:
    """A line of the source, from 1: the compiler, unlike the parser, does not hand it over."""
    lines = data.decode("utf-8", "replace").splitlines()
    return lines[number - 1] if 0 < number <= len(lines) else ""


def _tree(data: bytes, file: str) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # Compiled too: `return` outside of a function is found by the compiler, not by the parser.
        compile(data, file, "exec", dont_inherit=True)
        return ast.parse(data, file)


def _unwritten(check: DeclaredCheck, source: SourceFile) -> CheckOutcome:
    if source.is_empty:
        return _outcome(check, Status.NOT_STARTED, wording_of_text.EMPTY.format(file=source.file))
    return _outcome(check, Status.NOT_STARTED, wording_of_text.not_started(check.function, check.function, source.file))


def _unloaded(check: DeclaredCheck, failure: LoadFailure, before: Mapping[str, CheckOutcome]) -> CheckOutcome:
    """An error, or skipped like in a run when a check that it builds on has ended before."""
    awaited = next((name for name in check.after if name in before), None)
    if awaited is not None:
        return _outcome(check, Status.SKIPPED, f"Skipped until {awaited} passes.")
    return _outcome(check, Status.ERROR, failure.sentence)


def _outcome(check: DeclaredCheck, status: Status, message: str) -> CheckOutcome:
    return CheckOutcome(check.name, check.function, check.description, status, 0.0, check.points, message)
