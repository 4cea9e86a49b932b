"""Proofs by grading: the solution, the stub, each misconception in the solution's place, and replies made slightly wrong."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from grader.diagnosis import known
from grader.diagnosis.known import Misconception
from grader.grading.grade import grade
from grader.grading.plan import Plan
from grader.kit.compare import EXACT
from grader.outcome import CheckOutcome, Grade, Status
from grader.sandbox.contract.limits import Limits
from grader.sandbox.factory import WorkerFactory
from grader.session.exchange import Reply, Request
from grader.session.worker_session import WorkerSession
from grader.source import SourceFile, read_source
from grader.verification.author_files import Example, example
from grader.verification.finding import Finding
from grader.verification.reach import Reach
from grader.verification.wrong_answers.telling import Told, told, unsaid

_PERTURBATION = 1e-2


def solution_is_right(factory: WorkerFactory, exercise: str, path: Path, plan: Plan) -> Iterator[Finding]:
    """The solution gets every point. When it does not, that is one finding, as every other proof builds on it."""
    result = grade(factory, exercise, read_source(exercise, path), plan)
    wrong = [check for check in result.checks if check.status is not Status.PASSED]
    if wrong:
        yield Finding(exercise, plan.course.shown(path), _not_right(wrong, plan.seed))
    elif plan.only is None and plan.slow_for is None and result.score != result.max_score:
        yield Finding(exercise, plan.course.shown(path), f"must score {result.max_score:g}; got {result.score:g}.")


def _not_right(wrong: Sequence[CheckOutcome], seed: int) -> str:
    """What the solution must do, and the first check that says otherwise."""
    first, others = wrong[0], [check.name for check in wrong[1:]]
    text = f"must pass every check (seed {seed}); {first.name} says {first.status.value}: {first.message}"
    text += f" {first.details}" if first.details else ""
    return f"{text} So do {len(others)} others: {', '.join(others)}." if others else text


def stub_is_unstarted(factory: WorkerFactory, exercise: str, path: Path, plan: Plan) -> Iterator[Finding]:
    """The untouched stub gets nothing, and every check says that it is not started."""
    for check in grade(factory, exercise, read_source(exercise, path), plan).checks:
        if check.status is not Status.NOT_STARTED or check.points:
            rule = f"must be not_started for the stub; got {check.status.value}: {check.message}"
            yield Finding(exercise, check.name, rule)


def misconception_is_caught(
    factory: WorkerFactory, exercise: str, reach: Reach, misconception: Misconception, plan: Plan
) -> Iterator[Finding]:
    """The misconception trips exactly the checks that it lists and, when all of its function's run, is named alone."""
    source = known.planted(plan.course, exercise, reach.solution, misconception)
    slow = dataclasses.replace(plan, slow_for=frozenset({misconception.replaces}))
    result = grade(
        factory,
        exercise,
        source,
        slow if misconception.keeps_state else reach.narrowed(slow, source, misconception.fails),
    )
    tripped = {check.name for check in result.checks if check.status is not Status.PASSED}
    listed = misconception.fails if plan.only is None else misconception.fails & plan.only
    if tripped != listed:
        rule = f"must trip just what its fails= lists, {_listed(listed)}; got {_listed(tripped)} (seed {plan.seed})."
        yield Finding(exercise, misconception.name, rule)
    if not result.checks or result.at_fault:
        fault = next((check.details or "" for check in result.checks if check.status is Status.GRADER_ERROR), "")
        yield Finding(exercise, misconception.name, f"must leave the checks whole; one broke: {fault}")
    # Some of a function's checks cannot tell its mistakes apart; that takes all of them.
    if plan.only is None or plan.only >= set(plan.course.checks_of(exercise, misconception.replaces)):
        yield from _named_alone(exercise, misconception, result)


def _named_alone(exercise: str, misconception: Misconception, result: Grade) -> Iterator[Finding]:
    """The grade names this misconception and no other."""
    named = {name for check in result.checks for name in check.misconceptions}
    if named != {misconception.name}:
        got = _listed(named) if named else "no diagnosis"
        yield Finding(
            exercise, misconception.name, f"must be diagnosed as itself alone; got {got} (seed {result.seed})."
        )


def every_check_is_tripped(
    exercise: str, checks: Sequence[str], misconceptions: Sequence[Misconception]
) -> Iterator[Finding]:
    """A check that no misconception trips is untested; `fails=` lists name no other checks than there are."""
    listed = {name for misconception in misconceptions for name in misconception.fails}
    for name in checks:
        if name not in listed:
            yield Finding(exercise, name, "must be tripped by a misconception; no fails= lists it.")
    for name in sorted(listed - set(checks)):
        yield Finding(exercise, name, "must be a check, as a fails= lists it; there is no such check.")


def right_answer_is_accepted(factory: WorkerFactory, exercise: str, path: Path, plan: Plan) -> Iterator[Finding]:
    """Another person's right answer gets every point."""
    for check in grade(factory, exercise, read_source(exercise, path), plan).checks:
        if check.status is not Status.PASSED:
            rule = f"must get every point; {check.name} says {check.status.value}: {check.message}"
            yield Finding(exercise, plan.course.shown(path), rule)


def wrong_answer_is_named(
    factory: WorkerFactory, exercise: str, reach: Reach, path: Path, plan: Plan
) -> Iterator[Finding]:
    """A real wrong answer, put after the solution's text, loses points and is told what its docstring says."""
    header = example(path)
    if header is None:
        return
    result = wrong_answer(factory, exercise, reach, path, header, plan)
    named = {name for check in result.checks for name in check.misconceptions}
    rule, missing = "", unsaid(result, header)
    if result.score >= result.max_score:
        rule = "must lose points; it got all of them."
    elif named != header.misconceptions:
        got = _listed(named) if named else "no diagnosis"
        rule = f"must be diagnosed as {_listed(header.misconceptions) if header.misconceptions else 'none'}; got {got}."
    elif missing:
        rule = f"must be told {missing[0]!r}; it is not."
    elif told(result, header) is Told.MISLEADING:
        rule = f"must not be told {' or '.join(map(repr, header.never))}; it is."
    if rule:
        yield Finding(exercise, plan.course.shown(path), rule)


def wrong_answer(factory: WorkerFactory, exercise: str, reach: Reach, path: Path, header: Example, plan: Plan) -> Grade:
    """The grade of a rejected file after the solution's text, by the checks that can notice it.

    Slow checks of functions that are right are left out.
    """
    source = SourceFile(exercise, reach.solution.data + b"\n\n" + path.read_bytes(), str(path))
    plan = dataclasses.replace(plan, slow_for=frozenset(header.functions))
    return grade(factory, exercise, source, reach.narrowed(plan, source))


def reach_of(factory: WorkerFactory, exercise: str, path: Path, plan: Plan) -> Reach:
    """What each check asks of the solution at `path`, by grading it."""
    reach = Reach(read_source(exercise, path))
    grade(factory, exercise, reach.solution, dataclasses.replace(plan, listener=reach.listen))
    return reach


def _listed(names: Iterable[str]) -> str:
    """Names in words."""
    return ", ".join(sorted(names)) or "nothing"


def checks_are_sharp(factory: WorkerFactory, exercise: str, path: Path, plan: Plan) -> Iterator[Finding]:
    """A check that compares numbers fails when every number that comes back is 1 % off."""
    blunt = dataclasses.replace(plan, session=_PerturbedSession, diagnose=False)
    for check in grade(factory, exercise, read_source(exercise, path), blunt).checks:
        compares = check.tolerance is not None and check.tolerance != str(EXACT)
        if compares and check.status is Status.PASSED:
            rule = f"must fail when every result is off by {_PERTURBATION:g}; it passed, so its tolerance is too wide."
            yield Finding(exercise, check.name, rule)


class _PerturbedSession(WorkerSession):
    """A session whose floating results come back slightly wrong."""

    def ask(self, request: Request, limits: Limits) -> Reply:
        """See `WorkerSession.ask`."""
        reply = super().ask(request, limits)
        return dataclasses.replace(reply, value=perturbed(reply.value), gradients=perturbed(reply.gradients))


def perturbed(value: Any) -> Any:
    """The value with every floating number off by 1 % and by 0.01."""
    if isinstance(value, torch.Tensor):
        return value * (1 + _PERTURBATION) + _PERTURBATION if value.is_floating_point() else value
    if isinstance(value, np.ndarray | np.generic) and value.dtype.kind == "f":
        return (np.asarray(value) * (1 + _PERTURBATION) + _PERTURBATION).astype(value.dtype)[()]
    if type(value) is float:
        return value * (1 + _PERTURBATION) + _PERTURBATION
    if isinstance(value, list | tuple):
        return type(value)(perturbed(item) for item in value)
    return {name: perturbed(item) for name, item in value.items()} if isinstance(value, dict) else value
