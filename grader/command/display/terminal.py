"""Everything about a grade, for `-v`: every check with its message and values, and how it was proven."""

from __future__ import annotations

from collections.abc import Sequence, Set

from rich.console import Console
from rich.text import Text

from grader.command.display import board, screen
from grader.command.display.board import Row
from grader.command.display.lines import number, paragraph
from grader.command.learner.submitted import Submitted
from grader.outcome import CheckOutcome, Grade, Status
from grader.text import without_controls


def show_everything(console: Console, grade: Grade, submitted: Submitted, scope: screen.Scope) -> None:
    """Print one grade with all its checks, then what the one screen says at its end."""
    console.print(Text(f"{grade.exercise}", style="bold"))
    for row in board.rows(grade, submitted):
        _show_function(console, row, grade, submitted)
    console.print()
    _show_background(console, grade)
    console.print()
    screen.show(console, grade, submitted, scope)


def _show_function(console: Console, row: Row, grade: Grade, submitted: Submitted) -> None:
    """Print the checks of one function; a message or an advice that stands above already is not repeated."""
    points = f"{number(row.points)}/{number(row.max_points)}"
    console.print(
        Text.assemble(f"  {row.function:<24}{points:>7}  ", (row.words, screen.STYLES.get(row.status, "red")))
    )
    told = set[str | None]()
    for check in row.checks:
        if check.status is Status.PASSED:
            _indented(console, f"passed: {check.description} [{', '.join(check.proven_on)}]", 6)
        else:
            lines = [
                *(check.details or "").splitlines()[:-1],
                screen.replay_line(grade, check, submitted).plain.strip(),
            ]
            _show_problem(console, check, told, lines if check.details else [])
            told |= {check.advice, check.message}


def _show_problem(console: Console, check: CheckOutcome, told: Set[str | None], details: Sequence[str]) -> None:
    """Print a check that did not pass, without what was told before."""
    word = board.WORDS.get(check.status, check.status.value)
    if check.status is Status.NOT_STARTED:
        return None if check.message in told else _indented(console, without_controls(check.message), 6)
    points = f"{number(check.points)}/{number(check.max_points)}"
    _indented(console, f"{word} {points} ({check.name}): {check.description}", 6)
    if check.message not in told:
        _indented(console, without_controls(check.message), 8)
    if check.advice:
        as_above = check.advice in told
        _indented(console, "Advice: as above." if as_above else f"Advice: {without_controls(check.advice)}", 8)
    for line in map(without_controls, details):
        console.print(Text(f"          {line}", style="dim"), no_wrap=True, overflow="ignore", crop=False)
    return None


def _show_background(console: Console, grade: Grade) -> None:
    """Print how the grade was proven; checks of one tolerance stand together."""
    level = grade.isolation.get("level", "no process was needed")
    _indented(console, f"Isolation: {level}. Versions: {', '.join(f'{k} {v}' for k, v in grade.versions.items())}.", 2)
    by_tolerance: dict[str, list[str]] = {}
    for check in grade.checks:
        if check.tolerance:
            by_tolerance.setdefault(check.tolerance, []).append(check.name)
    for tolerance, names in by_tolerance.items():
        _indented(console, f"{', '.join(names)}: {tolerance}", 4, "dim")


def _indented(console: Console, text: str, columns: int, style: str = "") -> None:
    """Print a paragraph with a left margin, wrapped."""
    show_lines(console, paragraph(console, text, columns, style))


def show_lines(console: Console, lines: Sequence[Text]) -> None:
    """Print lines as they are."""
    for line in lines:
        console.print(line, no_wrap=True, overflow="ignore", crop=False)
