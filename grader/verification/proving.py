"""All proofs by grading of one exercise, in a process of its own: it forks its template before it loads anything hidden."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.course import Course
from grader.errors import AutogradusError
from grader.source import read_source
from grader.verification.author_files import example
from grader.verification.finding import Finding
from grader.verification.selection import EVERYTHING, Selection
from grader.verification.wrong_answers.telling import Told, told

if TYPE_CHECKING:
    from grader.sandbox.factory import WorkerFactory

_Note = Callable[[int, int], None]


@dataclass(frozen=True)
class Order:
    """What is to be proven of one exercise.

    Attributes:
        course, exercise: which one.
        seed: the first of two.
        proofs: whether anything but mutants is put to the checks.
        examples: whether the course's accepted and rejected files are graded.
        debugging: whether every program of `grade debug` is put to the checks.
        mutants: how many mutated solutions are put to the checks; negative: all; None: no hunt.
        selection: the checks and functions that are meant.
        told: when given, only these wrong answers are graded, to count what they are told.
    """

    course: Course
    exercise: str
    seed: int = 1
    proofs: bool = True
    examples: bool = True
    debugging: bool = False
    mutants: int | None = None
    selection: Selection = EVERYTHING
    told: tuple[Path, ...] | None = None


@dataclass(frozen=True)
class Verified:
    """What came of an order: findings, the time it took, how the hunt for mutants went, in words, and what each was told."""

    exercise: str
    findings: tuple[Finding, ...]
    wall_s: float
    mutants: str = ""
    told: tuple[tuple[str, Told], ...] = ()


def prove(order: Order, note: _Note) -> Verified:
    """All proofs of one exercise; `note` hears how many gradings are done, of how many."""
    # Here, not above: the process that shows what the files say never imports torch.
    from grader.sandbox.factory import WorkerFactory

    start_s, mutants = time.monotonic(), ""
    findings: list[Finding] = []
    counted: list[tuple[str, Told]] = []
    try:
        with WorkerFactory(order.course.modules_needed(order.exercise)) as factory:
            if order.told is not None:
                counted = list(_answers_told(factory, order, order.told, note))
            elif order.proofs:
                findings += proofs(factory, order, note)
            if order.told is None and order.mutants is not None and not findings:
                mutants, survived = _hunted(factory, order, note)
                findings += survived
    except AutogradusError as error:
        findings.append(Finding(order.exercise, "the proofs", f"must run to their end; got: {error}"))
    return Verified(order.exercise, tuple(findings), time.monotonic() - start_s, mutants, tuple(counted))


def _answers_told(
    factory: WorkerFactory, order: Order, paths: Sequence[Path], note: _Note
) -> Iterator[tuple[str, Told]]:
    """Each wrong answer that has a header, and how its mistake is told."""
    from grader.verification import behaviour

    solution = read_source(order.exercise, order.course.solution_path(order.exercise))
    plan = _plan_of_order(order)
    for done, path in enumerate(paths):
        note(done, len(paths))
        header = example(path)
        if header:
            grade = behaviour.wrong_answer(factory, order.exercise, solution, path, header, plan)
            yield order.course.shown(path), told(grade, header)
    note(len(paths), len(paths))


def proofs(factory: WorkerFactory, order: Order, note: _Note) -> Iterator[Finding]:
    """Findings of all proofs; when the solution itself is wrong, that is the only one."""
    from grader.diagnosis import known

    entries = known.read(order.course, order.exercise)
    if order.selection is EVERYTHING:
        from grader.verification.behaviour import every_check_is_tripped

        yield from every_check_is_tripped(order.exercise, order.course.check_names(order.exercise), entries)
    steps = _steps_of(factory, order, entries)
    for done, (decisive, step) in enumerate(steps):
        note(done, len(steps))
        findings = list(step())
        yield from findings
        if decisive and findings:
            return
    note(len(steps), len(steps))


Step = tuple[bool, Callable[[], Iterator[Finding]]]


def _steps_of(factory: WorkerFactory, order: Order, entries: list[Any]) -> list[Step]:
    """The proofs, each as a call, and whether the others make no sense when it fails."""
    from functools import partial

    from grader.verification import behaviour, constants, replayed
    from grader.verification.sensitivity import gate

    plan, exercise, course = _plan_of_order(order), order.exercise, order.course
    solution, stub = course.solution_path(exercise), course.stub_path(exercise)
    source = read_source(exercise, solution)
    later = dataclasses.replace(plan, seed=plan.seed + 1)
    steps: list[Step] = [
        (True, partial(behaviour.solution_is_right, factory, exercise, solution, plan)),
        (True, partial(behaviour.solution_is_right, factory, exercise, solution, later)),
        (False, partial(behaviour.stub_is_unstarted, factory, exercise, stub, plan)),
        (False, partial(behaviour.checks_are_sharp, factory, exercise, solution, plan)),
        (False, partial(gate.answers_follow_arguments, factory, exercise, solution, plan)),
    ]
    # A part alone lacks the checks that it comes after, without which it may well pay for an exception.
    if order.selection is EVERYTHING:
        steps.append((False, partial(replayed.table_earns_little, factory, exercise, solution, plan)))
        steps.append((False, partial(constants.constants_are_worth_nothing, factory, exercise, stub, plan)))
    for entry in entries:
        if order.selection.has_function(entry.replaces) and (plan.only is None or entry.fails & plan.only):
            step = partial(behaviour.misconception_is_caught, factory, exercise, source, entry, plan)
            steps.append((False, step))
    steps += _debugging_steps(factory, order, plan)
    for path in course.examples("accepted", exercise) if order.examples else ():
        steps.append((False, partial(behaviour.right_answer_is_accepted, factory, exercise, path, plan)))
    if order.examples and order.selection is EVERYTHING:
        for path in course.examples("rejected", exercise):
            steps.append((False, partial(behaviour.wrong_answer_is_named, factory, exercise, source, path, plan)))
    return steps


def _debugging_steps(factory: WorkerFactory, order: Order, plan: Any) -> list[Step]:
    """The proofs of the debugging tasks: of all texts and scenes at once, and, where asked for, of each by the checks."""
    from functools import partial

    from grader.debugging.measuring import shown_by
    from grader.verification import debugging

    steps: list[Step] = []
    if order.selection is EVERYTHING:
        steps.append((False, partial(debugging.record_is_true, order.course, order.exercise, shown_by)))
    for bug in debugging.bugs_to_prove(order.course, order.exercise) if order.debugging else ():
        if order.selection.has_function(bug.function):
            fails = partial(debugging.program_fails_as_the_mistake, factory, order.exercise, bug, plan)
            steps.append((False, fails))
    return steps


def _plan_of_order(order: Order) -> Any:
    """The plan under which everything is graded."""
    from grader.grading.options import GradeOptions
    from grader.grading.planning import plan_of

    plan = plan_of(order.course, order.exercise, order.seed, GradeOptions(device="simgpu"))
    return dataclasses.replace(plan, only=order.selection.checks)


def _hunted(factory: WorkerFactory, order: Order, note: _Note) -> tuple[str, list[Finding]]:
    """How the hunt for mutants went, in words, and what does not hold."""
    from grader.verification.mutation import hunting

    path = order.course.solution_path(order.exercise)
    budget = None if order.mutants is None or order.mutants < 0 else order.mutants
    plan = dataclasses.replace(_plan_of_order(order), only=None)
    hunt = hunting.hunt(factory, order.exercise, path, plan, budget, order.selection, note)
    lines = [f"mutants: {hunt.killed_share:.1%} of {hunt.tried - hunt.excused} killed, {hunt.excused} equivalent"]
    lines += [
        f"survivor in {mutant.function}{f' of {mutant.file}' if mutant.file else ''}: {mutant.change}"
        for mutant in hunt.survivors
    ]
    return "\n  ".join(lines), list(hunting.findings([hunt]))
