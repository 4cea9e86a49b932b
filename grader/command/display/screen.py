"""One screen: how the functions stand, then one failure in full, at the bottom, above the next step."""

from __future__ import annotations

import platform
import shlex
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rich.console import Console
from rich.text import Text

from grader.command.display import board
from grader.command.display.board import Row
from grader.command.display.lines import joined, number, paragraph
from grader.command.display.places import before_place, place_in, place_of
from grader.command.learner.submitted import Submitted
from grader.command.learner.workspace import default_path, reference_path
from grader.course import Course
from grader.outcome import CheckOutcome, Grade, LoadFailure, Status
from grader.text import without_controls

STYLES = {
    Status.PASSED: "green",
    Status.PARTIAL: "yellow",
    Status.FAILED: "red",
    Status.NOT_STARTED: "cyan",
    Status.SKIPPED: "cyan",
    Status.GRADER_ERROR: "magenta",
}
# A learner's screen, where nobody says how high it is, and the least that a failure's values get of it.
_SCREEN_LINES = 24
_LEAST_VALUES = 3
_NARROW = 60
_PRINTED_LINES = 10
ENDED = {
    Status.PARTIAL: "is right in part",
    Status.ERROR: "failed",
    Status.TIMEOUT: "ran out of time",
    Status.OUT_OF_MEMORY: "ran out of memory",
    Status.GRADER_ERROR: "met a fault of the grader",
    Status.NOT_STARTED: "is not started",
}


@dataclass(frozen=True)
class Scope:
    """What was asked for: whether only some checks ran, and how the rest of a failure is seen."""

    only: frozenset[str] | None = None
    rest_with: str = "-v"


def show(console: Console, grade: Grade, submitted: Submitted, scope: Scope | None = None) -> None:
    """Print one grade on one screen."""
    height = console.height if console.is_terminal else _SCREEN_LINES
    for line in screen(console, grade, submitted, scope or Scope(), height):
        console.print(line, no_wrap=True, overflow="ignore", crop=False)


def screen(
    console: Console, grade: Grade, submitted: Submitted, scope: Scope, height: int = _SCREEN_LINES
) -> list[Text]:
    """The lines of the screen; the failure's values take what room is left of `height`, the prompt's line less."""
    head = [title_line(console, submitted.course, grade.exercise)]
    notices = [*submitted.notices, *grade.notices, *grade.faults]
    notes = [line for notice in notices for line in paragraph(console, f"Note: {without_controls(notice)}", 2)]
    if grade.load_failure is not None:
        return [*head, Text(), *notes, *load_lines(console, grade, grade.load_failure, submitted)]
    table = board.rows(grade, submitted)
    # Of what nobody has written nothing was drawn.
    seed = f"   seed {grade.seed}" if any(row.status is not Status.NOT_STARTED for row in table) else ""
    score = Text(f"Score {number(grade.score)}/{number(grade.max_score)}{seed}", style="bold")
    above = [*head, *table_lines(console, table), score, *notes]
    focus = board.first_open(table)
    below = next_lines(console, grade, focus, submitted, scope)
    failure = board.first_failure(focus) if focus is not None else None
    if focus is None or failure is None or failure.status is Status.NOT_STARTED:
        return [*above, Text(), *below]
    above += [*printed_lines(console, grade), Text()]
    told = _told(console, grade, submitted, (focus, failure), scope, height - 1 - len(above) - len(below))
    return [*above, *told, *below]


def title_line(console: Console, course: Course, exercise: str) -> Text:
    """The exercise and what it is about."""
    line = Text(f"{exercise}: {course.exercise_title(exercise)}", style="bold")
    line.truncate(console.width, overflow="ellipsis")
    return line


def table_lines(console: Console, table: Sequence[Row]) -> list[Text]:
    """A line for each function."""
    names = min(max((len(row.function) for row in table), default=0), max(12, console.width - 26))
    points = [f"{number(row.points)}/{number(row.max_points)}" for row in table]
    wide = max((len(text) for text in points), default=0)
    lines = []
    for row, text in zip(table, points, strict=True):
        name = Text(row.function)
        name.truncate(names, overflow="ellipsis", pad=True)
        style = "yellow" if row.awaited else STYLES.get(row.status, "red")
        words = row.few_words if console.width < _NARROW else row.words
        line = Text.assemble("  ", name, f"  {text:>{wide}}  ", (words, style))
        line.truncate(console.width, overflow="ellipsis")
        lines.append(line)
    return lines


def load_lines(console: Console, grade: Grade, failure: LoadFailure, submitted: Submitted) -> list[Text]:
    """A file that does not load: the place, the line, the caret, once."""
    file = submitted.path
    location = place_in(submitted, failure.line)
    if failure.reason and failure.line:
        narrow = location.cell_len + len(failure.reason) + 2 > console.width
        reason = paragraph(console, failure.reason, 2)
        lines = [joined(location, ":"), *reason] if narrow else [joined(location, f": {failure.reason}")]
        extra = failure.sentence.splitlines()[1:]
        for line in map(without_controls, extra):
            # The code and the caret below it stand as they are.
            lines += [Text(f"  {line}")] if line.startswith(" ") else paragraph(console, line, 2)
        # Newer Pythons allow in f-strings what older ones refuse.
        lines += (
            [Text(f"  This grader runs Python {platform.python_version()}.")] if "f-string" in failure.reason else []
        )
    else:
        lines = [location, *paragraph(console, without_controls(failure.sentence), 2)]
    target = f"{submitted.source.place(failure.line)} of {file}" if failure.line else str(file)
    again = f"Next: mend {target}, then `grade {grade.exercise}` again."
    return [*lines, *printed_lines(console, grade), Text(), *paragraph(console, again, 0)]


def failure_lines(console: Console, row: Row, check: CheckOutcome, submitted: Submitted) -> list[Text]:
    """The one failure: which function, what is demanded, what happened, what to do."""
    head = Text(f"{row.function} {ENDED.get(check.status, check.status.value)}", style="bold")
    line = check.line or submitted.line_of(row.function)
    location = place_in(submitted, line)
    # One line is what editors read; a narrow screen would break it in a word.
    narrow = console.width < _NARROW and location.cell_len + head.cell_len + 2 > console.width
    lines = [joined(location, ":"), joined("  ", head)] if narrow else [joined(location, ": ", head)]
    lines += paragraph(console, check.description, 2) if check.description else []
    lines += paragraph(console, without_controls(check.message), 2)
    if check.advice:
        lines += paragraph(console, f"Advice: {without_controls(check.advice)}", 2)
    return lines


def _told(
    console: Console, grade: Grade, submitted: Submitted, at: tuple[Row, CheckOutcome], scope: Scope, room: int
) -> list[Text]:
    """The failure, its values and the command that runs it again; what of these is dear to a small screen comes with -v."""
    row, check = at
    lines, replay = failure_lines(console, row, check, submitted), _replay_lines(console, grade, check, submitted)
    left = room - len(lines) - sum(rows_taken(console, line) for line in replay)
    if left >= _LEAST_VALUES or console.width >= _NARROW:
        return [*lines, *value_lines(console, check, max(_LEAST_VALUES, left), scope.rest_with), *replay]
    rest = Text(f"    ... more with {scope.rest_with}", style="dim")
    if left >= 1:
        return [*lines, rest, *replay]
    if room > len(lines):
        return [*lines, rest]
    # The message says what must be; the sentence above it says it once more, in general.
    least = failure_lines(console, row, replace(check, description=""), submitted)
    return [*least, rest] if room > len(least) else least


def rows_taken(console: Console, line: Text) -> int:
    """How many rows of the terminal a line takes that is not cut."""
    return max(1, -(-line.cell_len // max(1, console.width)))


def value_lines(console: Console, check: CheckOutcome, room: int, rest_with: str = "-v") -> list[Text]:
    """The call and its values, in at most `room` lines; the replay command, which stands last in them, is left out."""
    lines = without_controls(check.details or "").splitlines()[:-1]
    if len(lines) > room:
        lines = [*lines[: room - 1], f"... {len(lines) - room + 1} more lines with {rest_with}"]
    shown = [Text(f"    {line}", style="dim") for line in lines]
    for line in shown:
        line.truncate(console.width, overflow="ellipsis")
    return shown


def printed_lines(console: Console, grade: Grade) -> list[Text]:
    """The end of what the learner's code printed."""
    lines = without_controls(grade.printed).rstrip().splitlines()
    if not lines:
        return []
    cut = "" if len(lines) <= _PRINTED_LINES else f" (the last {_PRINTED_LINES} lines)"
    shown = [
        Text(f"  Your code printed{cut}:"),
        *(Text(f"    {line}", style="dim") for line in lines[-_PRINTED_LINES:]),
    ]
    for line in shown:
        line.truncate(console.width, overflow="ellipsis")
    return shown


def replay_line(grade: Grade, check: CheckOutcome, submitted: Submitted) -> Text:
    """The command that runs just this check again, on one line."""
    return Text(f"  again: {' '.join(_replay(grade, check, submitted))}")


def _replay_lines(console: Console, grade: Grade, check: CheckOutcome, submitted: Submitted) -> list[Text]:
    """The command that runs just this check again: where one line has no room, broken as a shell reads it, to be copied."""
    whole = replay_line(grade, check, submitted)
    if whole.cell_len <= console.width:
        return [whole]
    *first, seed = _replay(grade, check, submitted)
    return [Text(f"  again: {' '.join(first)} \\"), Text(f"    {seed}")]


def _replay(grade: Grade, check: CheckOutcome, submitted: Submitted) -> list[str]:
    path = "" if submitted.is_mine else f" {shlex.quote(str(submitted.path))}"
    return [f"grade {grade.exercise}{path}", f"--check {check.name}", f"--seed {grade.seed}"]


def next_lines(console: Console, grade: Grade, focus: Row | None, submitted: Submitted, scope: Scope) -> list[Text]:
    """The next thing to do."""
    if grade.at_fault:
        fault = "A fault of the grader touched this result; it is not counted. Run `grade doctor`, then report it."
        return paragraph(console, fault, 0)
    if scope.only is not None:
        ran = f"Only {', '.join(check.name for check in grade.checks)} ran; no score was kept."
        return paragraph(console, f"{ran} Next: `grade {grade.exercise}` runs all checks.", 0)
    if focus is None:
        return _done_lines(console, submitted.course, grade)
    line = submitted.line_of(focus.function)
    stuck = " Stuck? `grade hint`" if focus.function in submitted.course.hints(grade.exercise) else ""
    if focus.status is Status.NOT_STARTED:
        words = before_place(console, f"Next: write {focus.function},", place_in(submitted, line))
        return [*words, Text(stuck.strip())] if stuck else words
    return paragraph(console, f"Next: work on {focus.function}, then `grade {grade.exercise}` again.{stuck}", 0)


def _done_lines(console: Console, course: Course, grade: Grade) -> list[Text]:
    """What a full score means, and the exercise that comes after it."""
    devices = " and ".join(sorted({device for check in grade.checks for device in check.proven_on}))
    seconds = sum(check.seconds for check in grade.checks)
    calls = f" with {grade.usage['calls']:g} calls" if grade.usage.get("calls") else ""
    checks = "1 check" if len(grade.checks) == 1 else f"{len(grade.checks)} checks"
    proven = f"All done. Proven by {checks}{calls} on {devices} in {seconds:.1f} s."
    known, beside = course.names(), list[str]()
    if reference_path(course, grade.exercise) is not None:
        beside = [f"`grade compare {grade.exercise}` shows the reference beside yours."]
    later = known[known.index(grade.exercise) + 1 :] if grade.exercise in known else []
    lines = [line for text in (proven, *beside) for line in paragraph(console, text, 0)]
    if later:
        location = place_of(default_path() / f"{later[0]}.py", None)
        lines += paragraph(console, f"Next: {later[0]}, {course.exercise_title(later[0])}.", 0)
        lines.append(joined("Open ", location, "."))
    return lines
