"""Proofs that need only the files: four of one stem, same signatures and texts, points, hints, enough misconceptions."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from grader import catalog
from grader.diagnosis.known import Misconception
from grader.kit.check_run import Check
from grader.verification.finding import Finding

MISCONCEPTIONS_A_FUNCTION = 2
MISCONCEPTIONS_AN_EXERCISE = 14
FULL_SCORE = 100


def files(exercise: str, solution: Path) -> Iterator[Finding]:
    """The four files are there."""
    for path in (
        catalog.stub_path(exercise),
        solution,
        catalog.checks_path(exercise),
        catalog.misconceptions_path(exercise),
    ):
        if not path.is_file():
            yield Finding(
                exercise, f"{path.parent.name}/{path.name}", "must exist; every exercise is four files of one stem."
            )


def same_text(exercise: str, solution: Path) -> Iterator[Finding]:
    """Stub and solution have the same functions, signatures and docstrings."""
    stub, solved = outline(catalog.stub_path(exercise)), outline(solution)
    for name in stub.keys() | solved.keys():
        if name not in solved:
            yield Finding(exercise, name, "must be in the solution too; the stub alone has it.")
        elif name not in stub and not name.rpartition(".")[2].startswith("_"):
            yield Finding(exercise, name, "must be in the stub too; the solution alone has it.")
        elif name in stub and stub[name] != solved[name]:
            yield Finding(exercise, name, "must have the same signature and docstring in stub and solution.")


def outline(path: Path) -> dict[str, tuple[str, str]]:
    """Signature and docstring of the module, each function, class and method, by qualified name."""
    tree = ast.parse(path.read_text("utf-8"))
    found = {"module": ("", ast.get_docstring(tree) or "")}
    for node in tree.body:
        found.update(_outline(node, ""))
    return found


def _outline(node: ast.stmt, prefix: str) -> Iterator[tuple[str, tuple[str, str]]]:
    if isinstance(node, ast.FunctionDef):
        returns = ast.unparse(node.returns) if node.returns else ""
        yield f"{prefix}{node.name}", (f"({ast.unparse(node.args)}) -> {returns}", ast.get_docstring(node) or "")
    elif isinstance(node, ast.ClassDef):
        yield f"{prefix}{node.name}", ("class", ast.get_docstring(node) or "")
        for part in node.body:
            yield from _outline(part, f"{prefix}{node.name}.")


def declarations(exercise: str, checks: list[Check], misconceptions: list[Misconception]) -> Iterator[Finding]:
    """Points, functions, hints and misconceptions add up."""
    functions = catalog.functions(exercise)
    points = sum(check.spec.points for check in checks)
    if points != FULL_SCORE:
        yield Finding(exercise, "points", f"must sum to {FULL_SCORE}; got {points}.")
    for function in functions:
        if not any(check.spec.function == function for check in checks):
            yield Finding(exercise, function, "must have a check.")
    for check in checks:
        if check.spec.function not in functions:
            yield Finding(exercise, check.name, f"must name a function of the stub; got {check.spec.function!r}.")
    yield from hinted(exercise, functions)
    yield from believed(exercise, functions, {check.name for check in checks}, misconceptions)


def hinted(exercise: str, functions: list[str]) -> Iterator[Finding]:
    """Every function has three hints."""
    hints = catalog.hints(exercise)
    for function in functions:
        levels = hints.get(function, ())
        if len(levels) != catalog.LEVELS or not all(isinstance(level, str) and level.strip() for level in levels):
            yield Finding(exercise, function, f"must have {catalog.LEVELS} hints; got {len(levels)}.")


def believed(
    exercise: str, functions: list[str], checks: set[str], misconceptions: list[Misconception]
) -> Iterator[Finding]:
    """There are enough misconceptions; each names a function and checks that exist; each check is tripped by one."""
    count = Counter(misconception.replaces for misconception in misconceptions)
    for function in functions:
        if count[function] < MISCONCEPTIONS_A_FUNCTION:
            rule = f"must have at least {MISCONCEPTIONS_A_FUNCTION} misconceptions; got {count[function]}."
            yield Finding(exercise, function, rule)
    if len(misconceptions) < MISCONCEPTIONS_AN_EXERCISE:
        rule = f"must be at least {MISCONCEPTIONS_AN_EXERCISE}; got {len(misconceptions)}."
        yield Finding(exercise, "misconceptions", rule)
    for misconception in misconceptions:
        for name in sorted(misconception.fails - checks):
            yield Finding(exercise, misconception.name, f"must list checks that exist in fails=; got {name!r}.")
        if misconception.replaces not in functions:
            yield Finding(
                exercise, misconception.name, f"must replace a function of the stub; got {misconception.replaces!r}."
            )
    for name in sorted(checks - {name for misconception in misconceptions for name in misconception.fails}):
        yield Finding(exercise, name, "must be tripped by a misconception; no fails= lists it, so it is untested.")
