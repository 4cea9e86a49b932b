"""A result as a page for the browser: what the one screen says, with the source, every mistake and the plots."""

from __future__ import annotations

import io
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from grader.command.display import board, screen
from grader.command.display.places import place_in
from grader.command.learner import workspace
from grader.command.learner.submitted import Submitted
from grader.errors import UsageProblem
from grader.files import write_whole
from grader.outcome import Grade, Status

if TYPE_CHECKING:
    from grader.report.marked_work.source_lines import SourceLine
    from grader.report.result_page import ExerciseResult, Failure

_AROUND = 4
_SOURCE_LINES = 40
# Wide enough that no sentence is broken: the browser breaks them.
_WIDTH = 10_000


def page_file(exercise: str) -> Path:
    """Where the page of an exercise of this workspace is."""
    return workspace.root() / ".autogradus" / "pages" / f"{exercise}.html"


def write_page(results: Sequence[tuple[Grade, Submitted]], file: Path) -> None:
    """Write the page of some results.

    Raises:
        UsageProblem: the libraries for pages are not installed, or the file cannot be written; an older page stands.
    """
    try:
        from grader.report.result_page import result_page
    except ImportError as error:
        raise UsageProblem("A page needs its libraries: pip install 'autogradus[report]'.") from error
    page = result_page([shown(grade, given) for grade, given in results], time.strftime("%Y-%m-%d %H:%M:%S"))
    try:
        write_whole(file, page)
    except OSError as error:
        raise UsageProblem(f"{file} cannot be written: {error.strerror}.") from error


def shown(grade: Grade, given: Submitted) -> ExerciseResult:
    """One exercise as the page shows it."""
    from grader.report.result_page import ExerciseResult, FunctionLine

    table = board.rows(grade, given)
    lines = (
        FunctionLine(row.function, row.points, row.max_points, Status.SKIPPED if row.awaited else row.status, row.words)
        for row in table
    )
    console = Console(file=io.StringIO(), width=_WIDTH, color_system=None)
    focus = None if grade.load_failure else board.first_open(table)
    if grade.load_failure is not None:
        location = place_in(given, grade.load_failure.line)
        step = f"Next: mend {location.plain}, then `grade {grade.exercise}` again."
    else:
        step = " ".join(line.plain for line in screen.next_lines(console, grade, focus, given, screen.Scope()))
    title = given.course.exercise_title(grade.exercise)
    return ExerciseResult(grade, title, tuple(lines), _failure(grade, given, focus), step)


def _failure(grade: Grade, given: Submitted, focus: board.Row | None) -> Failure | None:
    """The first failure that can be acted on."""
    from grader.report.result_page import Failure

    if grade.load_failure is not None:
        line = grade.load_failure.line
        source = _lines(given, line - _AROUND, line + _AROUND, line) if line else ()
        head = f"{place_in(given, line).plain}: {grade.load_failure.reason or 'the file cannot be loaded'}"
        return Failure(head, "", grade.load_failure.sentence, "", "", source)
    failure = board.first_failure(focus) if focus is not None else None
    if focus is None or failure is None or failure.status is Status.NOT_STARTED:
        return None
    line = failure.line or given.line_of(focus.function)
    head = f"{place_in(given, line).plain}: {focus.function} {screen.ENDED.get(failure.status, 'failed')}"
    source = _source(given, (given.function_at(line) if line else None) or focus.function, line)
    return Failure(head, failure.description, failure.message, failure.advice or "", failure.details or "", source)


def _source(given: Submitted, function: str, marked: int | None) -> tuple[SourceLine, ...]:
    """The function as it stands in the file, without its docstring; the line that is meant is marked."""
    node = given.outline.definitions.get(function)
    if node is None:
        return ()
    most = max(node.lineno + _SOURCE_LINES + _docstring_lines(given, function), (marked or 0) + _AROUND)
    last = min(node.end_lineno or node.lineno, most)
    lines = _lines(given, node.lineno, last, marked or node.lineno)
    hidden = given.outline.docstring_lines(function)
    return tuple(line for number, line in enumerate(lines, node.lineno) if number not in hidden)


def _docstring_lines(given: Submitted, function: str) -> int:
    return len(given.outline.docstring_lines(function))


def _lines(given: Submitted, first: int, last: int, marked: int) -> tuple[SourceLine, ...]:
    from grader.report.marked_work.source_lines import SourceLine, lines_of

    lines = lines_of(given.source.data)
    numbers = range(max(1, first), min(len(lines), last) + 1)
    return tuple(SourceLine(given.source.number_of(number), lines[number - 1], number == marked) for number in numbers)
