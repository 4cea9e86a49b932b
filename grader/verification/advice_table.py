"""`grade verify --advice`: of the course's wrong answers, how many are told their mistake, and how."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from grader.course import Course
from grader.errors import UsageProblem
from grader.verification.finding import Finding
from grader.verification.proving import Order, Verified
from grader.verification.side_by_side import prove_all
from grader.verification.telling import Told

ToldFiles = Mapping[str, Mapping[str, Told]]
_WRONG = (Told.MISLEADING, Told.UNNOTICED)
_SLICE_FILES = 20


def show_advice(
    console: Console, course: Course, exercises: Sequence[str], seed: int, jobs: int | None, as_json: bool
) -> int:
    """Grade the wrong answers and print the table; returns 0, or 1 when one is misled, has every point or breaks the grader.

    Raises:
        UsageProblem: there are no solutions or no wrong answers here.
    """
    orders = list(_orders(course, exercises, seed))
    if course.solutions is None or not orders:
        raise UsageProblem("--advice needs solutions and tests/rejected; run it in a checkout of the course.")
    files: dict[str, dict[str, Told]] = {order.exercise: {} for order in orders}
    findings: list[Finding] = []
    for event in prove_all(orders, jobs or os.cpu_count() or 1):
        if isinstance(event, Verified):
            files[event.exercise].update(event.told)
            findings += event.findings
    print(_as_text_of_json(files)) if as_json else _print_table(console, files)
    for finding in findings:
        console.print(escape(str(finding)), soft_wrap=True)
    return int(bool(findings) or any(kind in _WRONG for told in files.values() for kind in told.values()))


def _orders(course: Course, exercises: Sequence[str], seed: int) -> Iterator[Order]:
    """The wrong answers in slices, so that an exercise with many is shared among all cores."""
    for exercise in exercises:
        paths: list[Path] = course.examples("rejected", exercise)
        for start in range(0, len(paths), _SLICE_FILES):
            yield Order(course, exercise, seed, told=tuple(paths[start : start + _SLICE_FILES]))


def _as_text_of_json(files: ToldFiles) -> str:
    """Counts of each exercise and in sum, and what each file is told."""
    counts = {exercise: _counts(told) for exercise, told in files.items()}
    whole = {kind.value: sum(count[kind.value] for count in counts.values()) for kind in Told}
    told = {file: kind.value for answers in files.values() for file, kind in sorted(answers.items())}
    return json.dumps({"exercises": counts, "sum": whole, "files": told}, indent=2)


def _counts(told: Mapping[str, Told]) -> dict[str, int]:
    found = Counter(told.values())
    return {kind.value: found[kind] for kind in Told}


def _print_table(console: Console, files: ToldFiles) -> None:
    for line in table_lines(files):
        console.print(escape(line), soft_wrap=True, highlight=False)


def table_lines(files: ToldFiles) -> Iterator[str]:
    """The table, a line an exercise and one for the sum, then each file that is not told its mistake."""
    yield f"{'':10} answers " + " ".join(f"{kind.value:>10}" for kind in Told)
    rows = {exercise: _counts(told) for exercise, told in files.items()}
    rows["all"] = {kind.value: sum(row[kind.value] for row in rows.values()) for kind in Told}
    for name, row in rows.items():
        if name != "all" or len(rows) > 2:
            yield f"{name:10} {sum(row.values()):7} " + " ".join(f"{row[kind.value]:10}" for kind in Told)
    total = sum(rows["all"].values())
    yield f"{'':10} {'':7} " + " ".join(f"{_row_share(rows['all'][kind.value], total):>10}" for kind in Told)
    for kind in (Told.SILENT, *_WRONG):
        yield from (
            f"{kind.value}: {file}" for told in files.values() for file, met in sorted(told.items()) if met is kind
        )


def _row_share(part: int, total: int) -> str:
    """A share in percent, with one digit."""
    return f"{100 * part / total:.1f} %" if total else "-"
