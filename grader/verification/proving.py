"""Proofs by grading of one exercise, or a part of them, in a process of its own: it forks its template before it loads anything hidden."""

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
    from grader.verification.mutation.hunting import Hunt
    from grader.verification.reach import Reach

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
        part, parts: the how-manieth part of the work this is (from 0), and how many there are.
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
    part: int = 0
    parts: int = 1


@dataclass(frozen=True)
class Verified:
    """What came of an order: findings, the time it took, how the hunt for mutants went, and what each was told."""

    exercise: str
    findings: tuple[Finding, ...]
    wall_s: float
    hunt: Hunt | None = None
    told: tuple[tuple[str, Told], ...] = ()


def prove(order: Order, note: _Note) -> Verified:
    """All proofs of one exercise; `note` hears how many gradings are done, of how many."""
    # Here, not above: the process that shows what the files say never imports torch.
    from grader.sandbox.factory import WorkerFactory

    start_s, hunt = time.monotonic(), None
    findings: list[Finding] = []
    counted: list[tuple[str, Told]] = []
    try:
        with WorkerFactory(order.course.modules_needed(order.exercise)) as factory:
            if order.told is not None:
                counted = list(_answers_told(factory, order, order.told, note))
            elif order.proofs:
                findings += proofs(factory, order, note)
            if order.told is None and order.mutants is not None and not findings:
                hunt = _hunted(factory, order, note)
    except AutogradusError as error:
        findings.append(Finding(order.exercise, "the proofs", f"must run to their end; got: {error}"))
    return Verified(order.exercise, tuple(findings), time.monotonic() - start_s, hunt, tuple(counted))


def _answers_told(
    factory: WorkerFactory, order: Order, paths: Sequence[Path], note: _Note
) -> Iterator[tuple[str, Told]]:
    """Each wrong answer that has a header, and how its mistake is told."""
    from grader.verification import behaviour

    plan = _plan_of_order(order)
    reach = behaviour.reach_of(factory, order.exercise, order.course.solution_path(order.exercise), plan)
    for done, path in enumerate(paths):
        note(done, len(paths))
        header = example(path)
        if header:
            grade = behaviour.wrong_answer(factory, order.exercise, reach, path, header, plan)
            yield order.course.shown(path), told(grade, header)
    note(len(paths), len(paths))


def proofs(factory: WorkerFactory, order: Order, note: _Note) -> Iterator[Finding]:
    """Findings of the part's proofs; when the solution itself is wrong, that is the only one, told by the first part."""
    from grader.diagnosis import known
    from grader.verification import behaviour
    from grader.verification.reach import Reach

    exercise, plan, solution = order.exercise, _plan_of_order(order), order.course.solution_path(order.exercise)
    entries = known.read(order.course, exercise)
    if order.selection == EVERYTHING and order.part == 0:
        yield from behaviour.every_check_is_tripped(exercise, order.course.check_names(exercise), entries)
    reach = Reach(read_source(exercise, solution))
    seen = dataclasses.replace(plan, listener=reach.listen)
    if wrong := list(behaviour.solution_is_right(factory, exercise, solution, seen)):
        yield from wrong if order.part == 0 else ()
        return
    steps = [*_steps_of(factory, order, plan), *_steps_of_wrong(factory, order, plan, reach, entries)]
    for done, step in enumerate(steps):
        note(done, len(steps))
        yield from step()
    note(len(steps), len(steps))


Step = Callable[[], Iterator[Finding]]


def _steps_of(factory: WorkerFactory, order: Order, plan: Any) -> list[Step]:
    """The proofs by the solution, the stub and other right answers, each as a call; most are the first part's."""
    from functools import partial

    from grader.verification import behaviour, constants, replayed
    from grader.verification.sensitivity import gate

    exercise, course = order.exercise, order.course
    solution, stub = course.solution_path(exercise), course.stub_path(exercise)
    steps: list[Step] = []
    if order.part == 0:
        later = dataclasses.replace(plan, seed=plan.seed + 1)
        steps.append(partial(behaviour.solution_is_right, factory, exercise, solution, later))
        steps.append(partial(behaviour.stub_is_unstarted, factory, exercise, stub, plan))
        steps.append(partial(behaviour.checks_are_sharp, factory, exercise, solution, plan))
        steps.append(partial(gate.answers_follow_arguments, factory, exercise, solution, plan))
    # A part alone lacks the checks that it comes after, without which it may well pay for an exception.
    if order.selection == EVERYTHING and order.part == 0:
        steps.append(partial(replayed.table_earns_little, factory, exercise, solution, plan))
        steps.append(partial(constants.constants_are_worth_nothing, factory, exercise, stub, plan))
    for path in course.examples("accepted", exercise)[order.part :: order.parts] if order.examples else ():
        steps.append(partial(behaviour.right_answer_is_accepted, factory, exercise, path, plan))
    return steps + _debugging_steps(factory, order, plan)


def _steps_of_wrong(
    factory: WorkerFactory, order: Order, plan: Any, reach: Reach, entries: Sequence[Any]
) -> Iterator[Step]:
    """The proofs by misconceptions and wrong answers."""
    from functools import partial

    from grader.verification import behaviour

    exercise = order.exercise
    own = share([entry.replaces for entry in entries], order.part, order.parts)
    for entry in entries:
        selected = order.selection.has_function(entry.replaces) and (plan.only is None or entry.fails & plan.only)
        if selected and entry.replaces in own:
            yield partial(behaviour.misconception_is_caught, factory, exercise, reach, entry, plan)
    if order.examples and order.selection == EVERYTHING:
        for path in order.course.examples("rejected", exercise)[order.part :: order.parts]:
            yield partial(behaviour.wrong_answer_is_named, factory, exercise, reach, path, plan)


def share(functions: Sequence[str], part: int, parts: int) -> frozenset[str]:
    """A part's functions: the misconceptions of one stay together, as they are compared; parts get about as many each."""
    loads = [0] * parts
    # The first part has the other proofs as well.
    loads[0] = len(functions) // 3 if parts > 1 else 0
    own: set[str] = set()
    for function in sorted(dict.fromkeys(functions), key=functions.count, reverse=True):
        least = loads.index(min(loads))
        loads[least] += functions.count(function)
        own |= {function} if least == part else set()
    return frozenset(own)


def _debugging_steps(factory: WorkerFactory, order: Order, plan: Any) -> list[Step]:
    """The proofs of the debugging tasks: of all texts and scenes at once, and, where asked for, of each by the checks."""
    from functools import partial

    from grader.debugging.measuring import shown_by
    from grader.verification import debugging

    steps: list[Step] = []
    if order.selection == EVERYTHING and order.part == 0:
        steps.append(partial(debugging.record_is_true, order.course, order.exercise, shown_by))
    bugs = list(debugging.bugs_to_prove(order.course, order.exercise)) if order.debugging else []
    for bug in bugs[order.part :: order.parts]:
        if order.selection.has_function(bug.function):
            steps.append(partial(debugging.program_fails_as_the_mistake, factory, order.exercise, bug, plan))
    return steps


def _plan_of_order(order: Order) -> Any:
    """The plan under which everything is graded."""
    from grader.grading.options import GradeOptions
    from grader.grading.planning import plan_of

    plan = plan_of(order.course, order.exercise, order.seed, GradeOptions(device="simgpu"))
    return dataclasses.replace(plan, only=order.selection.checks, draws=False)


def _hunted(factory: WorkerFactory, order: Order, note: _Note) -> Hunt:
    """How the part's share of the hunt for mutants went."""
    from grader.verification.mutation import hunting

    path = order.course.solution_path(order.exercise)
    budget = None if order.mutants is None or order.mutants < 0 else order.mutants
    plan = dataclasses.replace(_plan_of_order(order), only=None)
    mutants = hunting.mutants_to_try(order.exercise, path, plan, budget, order.selection)
    return hunting.hunt(factory, order.exercise, mutants[order.part :: order.parts], plan, note)
