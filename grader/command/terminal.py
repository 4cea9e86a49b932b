"""A grade for a person at a terminal: readable in 80 columns, without colour, through a pipe, by a screen reader."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.text import Text

from grader.course import Course
from grader.outcome import CheckOutcome, Grade, Status
from grader.text import without_controls

STYLES = {
    Status.PASSED: "green",
    Status.PARTIAL: "yellow",
    Status.FAILED: "red",
    Status.NOT_STARTED: "cyan",
    Status.SKIPPED: "cyan",
    Status.GRADER_ERROR: "magenta",
}
WORDS = {Status.NOT_STARTED: "not started", Status.OUT_OF_MEMORY: "out of memory", Status.GRADER_ERROR: "grader error"}


def number(points: float) -> str:
    """Points without a needless fraction."""
    return f"{points:g}"


def show_grade(console: Console, course: Course, grade: Grade, verbose: bool) -> None:
    """Print one grade."""
    console.print(Text(f"{grade.exercise}: {course.exercise_title(grade.exercise)}", style="bold"))
    console.print()
    for function in dict.fromkeys(check.function for check in grade.checks):
        show_function(console, [check for check in grade.checks if check.function == function], verbose)
    console.print()
    for notice in (*grade.notices, *grade.faults):
        indented(console, f"Note: {without_controls(notice)}", 2)
    if verbose:
        show_background(console, grade)
    console.print(Text(f"Score {number(grade.score)}/{number(grade.max_score)}   seed {grade.seed}", style="bold"))
    show_next(console, course, grade)


def show_function(console: Console, checks: Sequence[CheckOutcome], verbose: bool) -> None:
    """Print the checks of one function: passed ones in one line, the others with what happened."""
    points = f"{number(sum(c.points for c in checks))}/{number(sum(c.max_points for c in checks))}"
    words = summary(checks)
    style = STYLES.get(worst(checks), "red")
    console.print(Text.assemble(f"  {checks[0].function:<24}{points:>7}  ", (words, style)))
    told: set[str | None] = set()
    for check in checks:
        if check.status is Status.PASSED:
            if verbose:
                indented(console, f"passed: {check.description} [{', '.join(check.proven_on)}]", 6)
        elif check.message not in told or check.status is Status.FAILED or verbose:
            show_problem(console, check, verbose or not told, check.advice in told)
            told |= {check.message, check.advice}


def summary(checks: Sequence[CheckOutcome]) -> str:
    """ "passed", or how many checks ended in which way."""
    counts: dict[str, int] = {}
    for check in checks:
        word = WORDS.get(check.status, check.status.value)
        counts[word] = counts.get(word, 0) + 1
    return next(iter(counts)) if len(counts) == 1 else ", ".join(f"{count} {word}" for word, count in counts.items())


def worst(checks: Iterable[CheckOutcome]) -> Status:
    """The status that colours a function's line."""
    statuses = {check.status for check in checks}
    order = (Status.GRADER_ERROR, Status.FAILED, Status.ERROR, Status.TIMEOUT, Status.OUT_OF_MEMORY, Status.PARTIAL)
    return next(
        (status for status in (*order, Status.NOT_STARTED, Status.SKIPPED) if status in statuses), Status.PASSED
    )


def show_problem(console: Console, check: CheckOutcome, with_details: bool, advised: bool) -> None:
    """Print a check that did not pass; an advice that stands above already is not repeated."""
    word = WORDS.get(check.status, check.status.value)
    points = f"{number(check.points)}/{number(check.max_points)}"
    if check.status is Status.NOT_STARTED:
        return indented(console, without_controls(check.message), 6)
    indented(console, f"{word} {points} ({check.name}): {check.description}", 6)
    indented(console, without_controls(check.message), 8)
    if check.advice:
        indented(console, "Advice: as above." if advised else f"Advice: {without_controls(check.advice)}", 8)
    if with_details and check.details:
        for line in without_controls(check.details).splitlines():
            indented(console, line, 10, "dim")
    return None


def show_background(console: Console, grade: Grade) -> None:
    """Print how the grade was proven."""
    level = grade.isolation.get("level", "unknown")
    indented(console, f"Isolation: {level}. Versions: {', '.join(f'{k} {v}' for k, v in grade.versions.items())}.", 2)
    for check in grade.checks:
        if check.tolerance:
            indented(console, f"{check.name}: {check.tolerance}", 4, "dim")
    if grade.printed:
        indented(console, "Printed by the submission (the end of it):", 2)
        indented(console, without_controls(grade.printed[-1000:]), 4, "dim")


def show_next(console: Console, course: Course, grade: Grade) -> None:
    """Print the next thing to do."""
    if grade.at_fault:
        indented(
            console,
            "A fault of the grader touched this result; it is not counted. Run `grade doctor`, then report it.",
            0,
        )
        return
    open_checks = [check for check in grade.checks if check.status not in (Status.PASSED, Status.SKIPPED)]
    if open_checks:
        function = open_checks[0].function
        console.print(f"Next: work on {function}, then `grade {grade.exercise}` again.")
        if function in course.hints(grade.exercise):
            console.print(f"Stuck? `grade hint {grade.exercise} {function}`")
    else:
        known = course.names()
        later = known[known.index(grade.exercise) + 1 :] if grade.exercise in known else []
        console.print(f"All done. Next: {later[0]}, {course.exercise_title(later[0])}." if later else "All done.")


def indented(console: Console, text: str, columns: int, style: str = "") -> None:
    """Print a paragraph with a left margin, wrapped."""
    for line in Text(text, style=style).wrap(console, max(20, console.width - columns)):
        line.rstrip()
        console.print(Text(" " * columns) + line)
