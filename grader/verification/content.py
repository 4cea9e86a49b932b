"""Proofs that need only the files, read as text: they are there, they fit together, and there is enough of everything.

Two kinds: a contradiction between the files makes grading pointless, so the proofs by grading wait until it is mended; a
shortfall (hints, misconceptions, examples still to write) is told, and the rest is proven all the same.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from grader.course import Course
from grader.probe_names import PROVIDED, foreign_names
from grader.verification import author_files
from grader.verification.author_files import UNKNOWN, Declared
from grader.verification.finding import Finding
from grader.verification.outlines import Outlines, outlines_of
from grader.verification.selection import EVERYTHING, Selection
from grader.verification.shortfalls import missing_parts

_FULL_SCORE = 100


@dataclass(frozen=True)
class Looked:
    """What the text of an exercise's files says.

    Attributes:
        contradictions: findings that make grading pointless.
        shortfalls: findings about what is still to be written.
        checks, misconceptions: how many there are of what is selected.
        complete: whether every file of the exercise is there.
    """

    contradictions: tuple[Finding, ...]
    shortfalls: tuple[Finding, ...] = ()
    checks: int = 0
    misconceptions: int = 0
    complete: bool = True


def look(course: Course, exercise: str, selection: Selection = EVERYTHING) -> Looked:
    """All that the files' text proves or disproves."""
    if missing := list(files(course, exercise)):
        return Looked(tuple(missing), complete=False)
    if unreadable := list(syntax(course, exercise)):
        return Looked(tuple(unreadable))
    outlines = outlines_of(course, exercise)
    contradictions = [*_same_text(outlines), *_declarations(outlines), *_probes(outlines)]
    if selection == EVERYTHING:
        contradictions += points(outlines)
    shortfalls = [finding for finding in missing_parts(outlines) if _is_selected(finding, selection)]
    return Looked(
        tuple(contradictions),
        tuple(shortfalls),
        sum(selection.has_check(check.name) for check in outlines.checks),
        sum(selection.has_function(str(entry.function)) for entry in outlines.misconceptions),
    )


def _is_selected(finding: Finding, selection: Selection) -> bool:
    if selection == EVERYTHING:
        return True
    return finding.subject in (selection.functions or ()) or finding.subject in (selection.checks or ())


def files(course: Course, exercise: str) -> Iterator[Finding]:
    """The four files are there."""
    for path in course.missing(exercise):
        yield Finding(exercise, course.shown(path), "must exist: an exercise is four files of one stem.")


def syntax(course: Course, exercise: str) -> Iterator[Finding]:
    """The four files are Python."""
    for path in course.paths(exercise):
        try:
            ast.parse(path.read_text("utf-8"))
        except SyntaxError as error:
            location = f"{course.shown(path)}, line {error.lineno}"
            yield Finding(exercise, "the file", f"must be valid Python; got: {error.msg}.", location)
        except ValueError as error:
            yield Finding(exercise, "the file", f"must be plain text in UTF-8; got: {error}.", course.shown(path))


def _same_text(outlines: Outlines) -> Iterator[Finding]:
    """Stub and solution have the same functions, signatures, docstrings and demo."""
    course, exercise = outlines.course, outlines.exercise
    stub, solved = course.stub_path(exercise), course.solution_path(exercise)
    ours, theirs = _module_outline(outlines.trees[stub]), _module_outline(outlines.trees[solved])
    for name in [*ours, *(name for name in theirs if name not in ours)]:
        if name not in theirs:
            yield outlines.finding(name, f"must be in {course.shown(solved)} too; the stub alone has it.")
        elif name not in ours and not name.rpartition(".")[2].startswith("_"):
            yield outlines.finding(name, f"must be in {course.shown(stub)} too; the solution alone has it.")
        elif name in ours and ours[name] != theirs[name]:
            yield outlines.finding(name, "must have the same signature and text in stub and solution.")


def _module_outline(tree: ast.Module) -> dict[str, tuple[str, str]]:
    """Signature and text of the module, each function, class and method, by qualified name; and the demo's code."""
    outline = {"the module": ("", ast.get_docstring(tree) or "")}
    for node in tree.body:
        outline.update(_outline(node, ""))
    return outline


def _outline(node: ast.stmt, prefix: str) -> Iterator[tuple[str, tuple[str, str]]]:
    if isinstance(node, ast.FunctionDef):
        returns = ast.unparse(node.returns) if node.returns else ""
        yield f"{prefix}{node.name}", (f"({ast.unparse(node.args)}) -> {returns}", ast.get_docstring(node) or "")
    elif isinstance(node, ast.ClassDef):
        yield f"{prefix}{node.name}", ("class", ast.get_docstring(node) or "")
        for part in node.body:
            yield from _outline(part, f"{prefix}{node.name}.")
    elif isinstance(node, ast.If):
        yield f"{prefix}if {ast.unparse(node.test)}", ("", ast.unparse(node))


def _declarations(outlines: Outlines) -> Iterator[Finding]:
    """Checks and misconceptions name functions and checks that exist, once each, and say their line."""
    path, names = outlines.course.checks_path(outlines.exercise), [check.name for check in outlines.checks]
    for check in outlines.checks:
        if not check.decorated:
            yield outlines.finding(f"check_{check.name}", "must have @check(...).", path, check.line)
            continue
        if not isinstance(check.points, int):
            yield outlines.finding(check.name, "must say points= as a whole number.", path, check.line)
        yield from _declaration(outlines, check, path, names, "after")
    path = outlines.course.misconceptions_path(outlines.exercise)
    for entry in outlines.misconceptions:
        yield from _declaration(outlines, entry, path, names, "fails")
    for kind in (outlines.checks, outlines.misconceptions):
        for name, count in Counter(entry.name for entry in kind).items():
            if count > 1:
                yield outlines.finding(name, f"must be defined once; got {count} definitions.")


def _declaration(
    outlines: Outlines, entry: Declared, path: Path, checks: list[str], listed_in: str
) -> Iterator[Finding]:
    if not entry.has_docstring:
        kind = "the line that the learner sees" if listed_in == "after" else "the advice"
        yield outlines.finding(entry.name, f"must have a docstring: it is {kind}.", path, entry.line)
    if entry.function not in outlines.functions:
        got = "none that can be read" if entry.function is UNKNOWN else repr(entry.function)
        yield outlines.finding(entry.name, f"must name a function of the stub; got {got}.", path, entry.line)
    if listed_in == "fails" and entry.named == ():
        yield outlines.finding(entry.name, "must list the checks that it trips in fails=.", path, entry.line)
    # What is computed cannot be read; the proofs by grading hold it all the same.
    for name in sorted(set(entry.named) - set(checks)) if isinstance(entry.named, tuple) else ():
        yield outlines.finding(
            entry.name, f"must list checks that exist in {listed_in}=; got {name!r}.", path, entry.line
        )


def _probes(outlines: Outlines) -> Iterator[Finding]:
    """A probe uses nothing that does not cross with it."""
    path = outlines.course.checks_path(outlines.exercise)
    for probe, helpers in author_files.probes(outlines.trees[path]):
        names = foreign_names([ast.unparse(function) for function in (*helpers, probe)])
        if names:
            rule = (
                f"must use only what crosses with a probe ({', '.join(sorted(PROVIDED))}, its arguments, functions in "
                f"using=); it uses {', '.join(names)}."
            )
            yield outlines.finding(probe.name, rule, path, probe.lineno)


def points(outlines: Outlines) -> Iterator[Finding]:
    """Points sum to the full score."""
    total = sum(check.points for check in outlines.checks if isinstance(check.points, int))
    if total != _FULL_SCORE:
        yield outlines.finding("points", f"must sum to {_FULL_SCORE}; got {total}.")
