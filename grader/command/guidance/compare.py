"""`grade compare`: the reference beside what the learner wrote, function by function, once a function is passed."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rich.console import Console
from rich.text import Text

from grader.check_declarations import declared_checks
from grader.command.display.lines import paragraph
from grader.command.display.terminal import show_lines
from grader.command.learner import progress, workspace
from grader.command.learner.submitted import submitted
from grader.course import Course
from grader.errors import UsageProblem
from grader.session.outline import Definition, Outline, outline_of
from grader.source import SourceFile, read_source
from grader.text import nearest, without_controls

_BETWEEN = " │ "
_NAMES = ("yours", "reference")


@dataclass(frozen=True)
class Pair:
    """One function twice: as the learner wrote it and as the course did; without docstrings, helpers first."""

    function: str
    mine: str
    reference: str

    @property
    def is_same(self) -> bool:
        """Whether there is nothing to compare."""
        return self.mine == self.reference


def compare(console: Console, course: Course, exercise: str, function: str | None, *, anyway: bool) -> None:
    """Print pairs of the functions that are passed; with `anyway` of the others too.

    Raises:
        UsageProblem: there is no reference here, no such function, or nothing is passed yet.
    """
    course.require(exercise)
    names = course.functions(exercise)
    if function is not None and function not in names:
        raise UsageProblem(f"{exercise} has no function {function!r}. Nearest: {nearest(function, names)}.")
    wanted = [function] if function else names
    file = workspace.reference_path(course, exercise)
    if file is None:
        raise UsageProblem(
            "The reference is not at hand: a checkout of the course has it. Put its solutions/ beside your exercises/."
        )
    passed = wanted if anyway else [name for name in wanted if name in _passed_functions(course, exercise)]
    if not passed:
        what = function or f"Nothing of {exercise}"
        state = "is not passed yet" if function else "is passed yet"
        raise UsageProblem(
            f"{what} {state}, and the reference would take the work away: `grade hint` helps. --anyway shows it."
        )
    mine, reference = submitted(course, exercise, None).source, read_source(exercise, file)
    both = list(_pairs(mine, reference, passed, names))
    for pair in both:
        if not pair.is_same:
            show_lines(console, [*_lines_of(console, pair), Text()])
    if same := [pair.function for pair in both if pair.is_same]:
        show_lines(console, paragraph(console, f"Yours is the reference, word for word: {', '.join(same)}.", 0))
    kept_back = [name for name in wanted if name not in passed]
    if kept_back:
        show_lines(console, paragraph(console, f"Kept back until they pass: {', '.join(kept_back)}.", 0))


def _passed_functions(course: Course, exercise: str) -> set[str]:
    """Functions that had all their points once."""
    record = progress.load().records.get(exercise)
    best: Mapping[str, float] = record.best.functions if record else {}
    points: dict[str, float] = {}
    for check in declared_checks(course.checks_path(exercise)):
        points[check.function] = points.get(check.function, 0.0) + check.points
    return {name for name, all_points in points.items() if best.get(name, 0.0) >= all_points}


def _pairs(mine: SourceFile, reference: SourceFile, wanted: list[str], names: list[str]) -> Iterator[Pair]:
    """The wanted functions that both files define."""
    both = [(source, outline_of(source)) for source in (mine, reference)]
    for name in wanted:
        if all(name in outline.definitions for _, outline in both):
            yield Pair(name, *(_code_of(source, outline, name, names) for source, outline in both))


def _code_of(source: SourceFile, outline: Outline, function: str, names: list[str]) -> str:
    """A function's code without docstrings, behind the helpers that it uses."""
    used = [name for name in outline.definitions if outline.uses(function, name) and name not in names]
    lines = source.data.decode("utf-8", "replace").splitlines()
    return "\n\n".join(_code(outline.definitions[name], lines) for name in (*used, function))


def _code(node: Definition, lines: list[str]) -> str:
    """One definition as it stands in the file, its comments too."""
    first = min([node.lineno, *(mark.lineno for mark in node.decorator_list)])
    kept = set(range(first, (node.end_lineno or first) + 1))
    for part in ast.walk(node):
        if isinstance(part, Definition) and ast.get_docstring(part) is not None and len(part.body) > 1:
            kept -= set(range(part.body[0].lineno, (part.body[0].end_lineno or 0) + 1))
    return "\n".join(lines[number - 1].rstrip() for number in sorted(kept))


def _lines_of(console: Console, pair: Pair) -> list[Text]:
    """One pair: side by side where both fit, else one after the other."""
    mine, reference = (without_controls(code).splitlines() for code in (pair.mine, pair.reference))
    left, right = (max(map(len, [*lines, name])) for lines, name in zip((mine, reference), _NAMES, strict=True))
    if left + right + len(_BETWEEN) <= console.width:
        return [Text(pair.function, style="bold"), *_beside(mine, reference, left)]
    head = Text(pair.function, style="bold")
    return [head, *_below(console, _NAMES[0], mine), *_below(console, _NAMES[1], reference)]


def _beside(mine: list[str], reference: list[str], left: int) -> Iterator[Text]:
    """Two columns."""
    yield Text(f"{_NAMES[0]:<{left}}{_BETWEEN}{_NAMES[1]}", style="dim")
    for index in range(max(len(mine), len(reference))):
        here, there = (lines[index] if index < len(lines) else "" for lines in (mine, reference))
        yield Text(f"{here:<{left}}{_BETWEEN}{there}".rstrip())


def _below(console: Console, name: str, lines: list[str]) -> Iterator[Text]:
    """One of two, under its name; a line that is too long goes on further to the right."""
    yield Text(f"{name}:", style="dim")
    for line in lines:
        indent = " " * (len(line) - len(line.lstrip()) + 6)
        for part in textwrap.wrap(
            line, max(20, console.width - 2), subsequent_indent=indent, drop_whitespace=False
        ) or [""]:
            yield Text(f"  {part.rstrip()}")
