"""`grade verify`: what the files say comes first and at once, then the proofs by grading, side by side."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import rich.progress
from rich.console import Console
from rich.markup import escape

from grader.course import Course
from grader.errors import UsageProblem
from grader.processes import cores
from grader.verification import content
from grader.verification.content import Looked
from grader.verification.finding import Finding, in_words
from grader.verification.proving import Order, Verified
from grader.verification.selection import EVERYTHING, selection_of
from grader.verification.side_by_side import Progress, prove_all
from grader.verification.wrong_answers.table import WRONG, as_text_of_json, table_lines
from grader.verification.wrong_answers.telling import Told

HOLDS, DOES_NOT, INCOMPLETE = 0, 1, 3
_SLICE_FILES = 20


@dataclass(frozen=True)
class Options:
    """What the command line asks for.

    Attributes:
        seed: the first of two.
        jobs: processes side by side; None: one for each core.
        mutants: how many mutants of each solution are put to the checks; negative: all; None: none.
        only_mutants: whether the other proofs are left out.
        examples: whether the course's accepted and rejected files are graded.
        debugging: whether every program of `grade debug` is put to the checks, besides being run.
        checks, functions: when given, only these are proven.
    """

    seed: int = 1
    jobs: int | None = None
    mutants: int | None = None
    only_mutants: bool = False
    examples: bool = True
    debugging: bool = False
    checks: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()


def verify_course(console: Console, course: Course, exercises: Sequence[str], options: Options) -> int:
    """Prove the exercises right; returns the exit code: 0, 1 when something does not hold, 3 when a file is missing.

    Raises:
        UsageProblem: there are no solutions here (an installed wheel has none), or no such check or function.
    """
    if course.solutions is None:
        raise UsageProblem("`grade verify` needs the solutions; run it in a checkout of the course, installed with -e.")
    if (options.checks or options.functions) and len(exercises) != 1:
        raise UsageProblem("--check and --function are of one exercise; name it: `grade verify EXERCISE --check NAME`.")
    looked: dict[str, Looked] = {}
    orders: list[Order] = []
    jobs = options.jobs or cores()
    for exercise in exercises:
        order, looked[exercise] = _looked_at(course, exercise, options)
        _show_content(console, exercise, looked[exercise])
        orders += [] if looked[exercise].contradictions else [order]
    count = sum(len(reading.contradictions) + len(reading.shortfalls) for reading in looked.values())
    count += _prove_and_show(console, _in_parts(orders, jobs), jobs, looked)
    console.print("All that was to be proven holds." if not count else f"{in_words(count)}.", soft_wrap=True)
    if not all(reading.complete for reading in looked.values()):
        return INCOMPLETE
    return DOES_NOT if count else HOLDS


def _looked_at(course: Course, exercise: str, options: Options) -> tuple[Order, Looked]:
    """What is to be proven of an exercise by grading, and what its files say."""
    reading, selection = content.look(course, exercise), EVERYTHING
    if reading.complete and (options.checks or options.functions):
        selection = selection_of(course, exercise, options.checks, options.functions)
        reading = content.look(course, exercise, selection)
    order = Order(
        course,
        exercise,
        options.seed,
        proofs=not options.only_mutants,
        examples=options.examples,
        debugging=options.debugging,
        mutants=options.mutants,
        selection=selection,
    )
    return order, reading


def _show_content(console: Console, exercise: str, reading: Looked) -> None:
    """Say at once what the files contradict or lack."""
    _show_findings(console, (*reading.contradictions, *reading.shortfalls))
    if reading.contradictions:
        console.print(f"{exercise}: not graded until its files agree.", soft_wrap=True)


def _show_findings(console: Console, findings: Sequence[Finding]) -> None:
    """A line for each finding."""
    for finding in findings:
        console.print(escape(str(finding)), soft_wrap=True)


def _in_parts(orders: Sequence[Order], jobs: int) -> list[Order]:
    """The orders in so many parts that no process is idle: an exercise alone is shared among all of them."""
    parts = math.ceil(jobs / max(1, len(orders)))
    return [dataclasses.replace(order, part=part, parts=parts) for order in orders for part in range(parts)]


def _prove_and_show(console: Console, orders: Sequence[Order], jobs: int, looked: Mapping[str, Looked]) -> int:
    """Carry the orders out, with progress on a terminal; how many proofs do not hold."""
    count, parts = 0, dict[str, list[Verified]]()
    totals = {
        (order.exercise, order.part): (0, _steps_expected(order, looked[order.exercise]) // order.parts)
        for order in orders
    }
    with _progress_bar(console) as bar:
        task = bar.add_task("proofs", total=sum(total for _, total in totals.values()))
        for event in prove_all(orders, jobs):
            if isinstance(event, Progress):
                totals[event.exercise, event.part] = (event.done, event.total)
                done, total = map(sum, zip(*totals.values(), strict=True))
                bar.update(task, completed=done, total=total)
                continue
            arrived = parts.setdefault(event.exercise, [])
            arrived.append(event)
            if len(arrived) == sum(order.exercise == event.exercise for order in orders):
                count += _show_verified(console, arrived, looked[event.exercise])
    return count


def _progress_bar(console: Console) -> rich.progress.Progress:
    """How many gradings are done and about how long the rest takes; nothing where nobody looks."""
    columns = (
        rich.progress.TextColumn("{task.completed} of {task.total} gradings"),
        rich.progress.BarColumn(),
        rich.progress.TimeRemainingColumn(),
        rich.progress.TextColumn("left"),
    )
    return rich.progress.Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


def _steps_expected(order: Order, reading: Looked) -> int:
    """About how many gradings an order takes, before it says so itself."""
    examples = len(
        order.course.examples("accepted", order.exercise) + order.course.examples("rejected", order.exercise)
    )
    return (7 + reading.misconceptions + examples * order.examples) * order.proofs + max(0, order.mutants or 0)


def _show_verified(console: Console, parts: Sequence[Verified], reading: Looked) -> int:
    """What came of one exercise; how many of its proofs do not hold."""
    from grader.verification.mutation import hunting

    exercise, findings = parts[0].exercise, [finding for part in parts for finding in part.findings]
    hunts = [part.hunt for part in parts if part.hunt is not None]
    hunt = hunting.Hunt.together(hunts) if hunts else None
    findings += hunting.findings(hunt) if hunt else ()
    wrong = len(findings) + len(reading.shortfalls)
    state = in_words(wrong) if wrong else "ok"
    wall_s = sum(part.wall_s for part in parts)
    counts = f"checks: {reading.checks}, misconceptions: {reading.misconceptions}, {wall_s:.0f} s"
    console.print(f"{exercise}: {state} ({counts})", soft_wrap=True)
    for line in (*(hunt.lines() if hunt else ()), *findings):
        console.print(f"  {escape(str(line))}", soft_wrap=True)
    return len(findings)


def show_advice(console: Console, course: Course, exercises: Sequence[str], options: Options, as_json: bool) -> int:
    """Grade the wrong answers, print what they are told; 0, or 1 when one is misled, has every point or breaks the grader.

    Raises:
        UsageProblem: there are no solutions or no wrong answers here.
    """
    orders = list(_slices(course, exercises, options.seed))
    if course.solutions is None or not orders:
        raise UsageProblem("--advice needs solutions and tests/rejected; run it in a checkout of the course.")
    files: dict[str, dict[str, Told]] = {order.exercise: {} for order in orders}
    findings: list[Finding] = []
    for event in prove_all(orders, options.jobs or cores()):
        if isinstance(event, Verified):
            files[event.exercise].update(event.told)
            findings += event.findings
    for line in as_text_of_json(files).splitlines() if as_json else table_lines(files):
        console.print(escape(line), soft_wrap=True, highlight=False)
    _show_findings(console, findings)
    return DOES_NOT if findings or any(kind in WRONG for told in files.values() for kind in told.values()) else HOLDS


def _slices(course: Course, exercises: Sequence[str], seed: int) -> Iterator[Order]:
    """The wrong answers in slices, so that an exercise with many is shared among all cores."""
    for exercise in exercises:
        paths = course.examples("rejected", exercise)
        for start in range(0, len(paths), _SLICE_FILES):
            yield Order(course, exercise, seed, told=tuple(paths[start : start + _SLICE_FILES]))
