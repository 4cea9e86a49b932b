"""Runs every proof of every exercise, side by side, and says what does not hold."""

from __future__ import annotations

import dataclasses
import multiprocessing
import os
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass

from rich.console import Console
from rich.markup import escape

from grader import catalog
from grader.errors import AutogradusError, UsageProblem
from grader.sandbox.factory import WorkerFactory
from grader.source import read_source
from grader.verification.finding import Finding


@dataclass(frozen=True)
class Verified:
    """The outcome of one exercise's proofs: how much was proven, and what does not hold."""

    exercise: str
    checks: int
    misconceptions: int
    findings: tuple[Finding, ...]
    wall_s: float
    mutants: str = ""


def verify_course(
    console: Console, exercises: Sequence[str], seed: int, jobs: int | None, mutants: int | None, only_mutants: bool
) -> int:
    """Prove the exercises right; returns the exit code: 0, or 1 when something does not hold.

    Args:
        console: where to say how it goes.
        exercises: which ones.
        seed: the first of two.
        jobs: processes side by side.
        mutants: how many mutants of each solution are put to the checks; negative: all.
        only_mutants: whether the other proofs are left out.

    Raises:
        UsageProblem: there are no solutions here (an installed wheel has none).
    """
    if catalog.solution_folder() is None:
        raise UsageProblem("`grade verify` needs the solutions; run it in a checkout of the course, installed with -e.")
    findings = 0
    orders = [Order(exercise, seed, mutants, not only_mutants) for exercise in exercises]
    for verified in verify_all(orders, jobs or min(os.cpu_count() or 1, len(exercises))):
        state = "ok" if not verified.findings else f"{len(verified.findings)} do not hold"
        counts = f"{verified.checks} checks, {verified.misconceptions} misconceptions"
        console.print(f"{verified.exercise}: {state} ({counts}, {verified.wall_s:.0f} s)")
        if verified.mutants:
            console.print(f"  {escape(verified.mutants)}", soft_wrap=True)
        for finding in verified.findings:
            console.print(f"  {escape(str(finding))}", soft_wrap=True)
        findings += len(verified.findings)
    console.print("The course holds." if not findings else f"{findings} proofs do not hold.")
    return 1 if findings else 0


@dataclass(frozen=True)
class Order:
    """What is to be proven of one exercise."""

    exercise: str
    seed: int
    mutants: int | None
    proofs: bool


def verify_all(orders: Sequence[Order], jobs: int) -> Iterator[Verified]:
    """The outcome of each exercise, as they finish."""
    # A second exercise in this process would fork its template from one that has loaded secrets and run a backward pass.
    if len(orders) == 1:
        yield from map(verify_exercise, orders)
        return
    with ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), max_tasks_per_child=1) as pool:
        for future in as_completed([pool.submit(verify_exercise, order) for order in orders]):
            yield future.result()


def verify_exercise(order: Order) -> Verified:
    """All proofs of one exercise."""
    start_s, counts, mutants = time.monotonic(), [0, 0], ""
    findings: list[Finding] = []
    try:
        with WorkerFactory(catalog.modules_needed(order.exercise)) as factory:
            if order.proofs:
                findings += proofs(factory, order.exercise, order.seed, counts)
            if order.mutants is not None:
                mutants, more = hunted(factory, order)
                findings += more
    except AutogradusError as error:
        findings.append(Finding(order.exercise, "course", str(error)))
    return Verified(order.exercise, counts[0], counts[1], tuple(findings), time.monotonic() - start_s, mutants)


def hunted(factory: WorkerFactory, order: Order) -> tuple[str, list[Finding]]:
    """How the hunt for mutants went, in words, and what does not hold."""
    from grader.grading.options import GradeOptions
    from grader.grading.planning import plan_of
    from grader.verification import mutation

    path = (catalog.solution_folder() or catalog.CHECKOUT) / f"{order.exercise}.py"
    budget = None if order.mutants is None or order.mutants < 0 else order.mutants
    found = mutation.hunt(
        factory, order.exercise, path, plan_of(order.exercise, order.seed, GradeOptions(device="simgpu")), budget
    )
    lines = [f"mutants: {found.killed_share:.1%} of {found.tried - found.excused} killed, {found.excused} equivalent"]
    lines += [f"survivor in {one.function}: {one.before}  ->  {one.after}" for one in found.survivors]
    return "\n  ".join(lines), list(mutation.findings([found]))


def proofs(factory: WorkerFactory, exercise: str, seed: int, counts: list[int]) -> Iterator[Finding]:
    """Findings of all proofs; `counts` is filled with the number of checks and of misconceptions."""
    from grader.diagnosis import known
    from grader.grading.checking import collect
    from grader.grading.options import GradeOptions
    from grader.grading.planning import plan_of
    from grader.verification import behaviour, content

    solution, stub = (catalog.solution_folder() or catalog.CHECKOUT) / f"{exercise}.py", catalog.stub_path(exercise)
    missing = list(content.files(exercise, solution))
    if missing:
        yield from missing
        return
    checks, entries = collect(exercise), known.read(exercise)
    counts[:] = [len(checks), len(entries)]
    plan = plan_of(exercise, seed, GradeOptions(device="simgpu"))
    yield from content.same_text(exercise, solution)
    yield from content.declarations(exercise, checks, entries)
    for one in (plan, dataclasses.replace(plan, seed=seed + 1)):
        yield from behaviour.solution_is_right(factory, exercise, solution, one)
    yield from behaviour.stub_is_unstarted(factory, exercise, stub, plan)
    yield from behaviour.checks_are_sharp(factory, exercise, solution, plan)
    for misconception in entries:
        yield from behaviour.misconception_is_caught(
            factory, exercise, read_source(exercise, solution), misconception, plan
        )
