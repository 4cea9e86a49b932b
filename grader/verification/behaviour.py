"""Proofs by grading: the solution, the stub, each misconception in the solution's place, and replies made slightly wrong."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch

from grader.diagnosis import known
from grader.diagnosis.known import Misconception
from grader.grading.grade import grade
from grader.grading.plan import Plan
from grader.kit.compare import EXACT
from grader.outcome import Grade, Status
from grader.sandbox.contract.limits import Limits
from grader.sandbox.factory import WorkerFactory
from grader.session.exchange import Reply, Request
from grader.session.worker_session import WorkerSession
from grader.source import SourceFile, read_source
from grader.verification.finding import Finding

PERTURBATION = 1e-2


def solution_is_right(factory: WorkerFactory, exercise: str, path: Path, plan: Plan) -> Iterator[Finding]:
    """The solution gets every point."""
    found = grade(factory, exercise, read_source(exercise, path), plan)
    for check in found.checks:
        if check.status is not Status.PASSED:
            rule = f"must pass for the solution (seed {plan.seed}); got {check.status.value}: {check.message}"
            yield Finding(exercise, check.name, f"{rule} {check.details or ''}".strip())
    if plan.only is None and plan.slow_for is None and found.score != found.max_score:
        yield Finding(exercise, "solution", f"must score {found.max_score:g}; got {found.score:g}.")


def stub_is_unstarted(factory: WorkerFactory, exercise: str, path: Path, plan: Plan) -> Iterator[Finding]:
    """The untouched stub gets nothing, and every check says that it is not started."""
    for check in grade(factory, exercise, read_source(exercise, path), plan).checks:
        if check.status is not Status.NOT_STARTED or check.points:
            rule = f"must be not_started for the stub; got {check.status.value}: {check.message}"
            yield Finding(exercise, check.name, rule)


def misconception_is_caught(
    factory: WorkerFactory, exercise: str, solution: SourceFile, misconception: Misconception, plan: Plan
) -> Iterator[Finding]:
    """The misconception trips exactly the checks that it lists, and is named as itself alone."""
    plan = dataclasses.replace(plan, slow_for=frozenset({misconception.replaces}))
    found = grade(factory, exercise, known.planted(exercise, solution, misconception), plan)
    tripped = {check.name for check in found.checks if check.status is not Status.PASSED}
    if tripped != misconception.fails:
        rule = f"must trip {sorted(misconception.fails)} (its fails=); got {sorted(tripped)} (seed {plan.seed})."
        yield Finding(exercise, misconception.name, rule)
    yield from named_alone(exercise, misconception, found)


def named_alone(exercise: str, misconception: Misconception, found: Grade) -> Iterator[Finding]:
    """The grade names this misconception and no other."""
    named = {name for check in found.checks for name in check.misconceptions}
    if named != {misconception.name}:
        rule = f"must be diagnosed as itself alone; got {sorted(named) or 'no diagnosis'} (seed {found.seed})."
        yield Finding(exercise, misconception.name, rule)


def checks_are_sharp(factory: WorkerFactory, exercise: str, path: Path, plan: Plan) -> Iterator[Finding]:
    """A check that compares numbers fails when every number that comes back is 1 % off."""
    blunt = dataclasses.replace(plan, session=PerturbedSession, diagnose=False)
    for check in grade(factory, exercise, read_source(exercise, path), blunt).checks:
        compares = check.tolerance is not None and check.tolerance != str(EXACT)
        if compares and check.status is Status.PASSED:
            rule = f"must fail when every result is off by {PERTURBATION:g}; it passed, so its tolerance is too wide."
            yield Finding(exercise, check.name, rule)


class PerturbedSession(WorkerSession):
    """A session whose floating results come back slightly wrong."""

    def ask(self, request: Request, limits: Limits) -> Reply:
        """See `WorkerSession.ask`."""
        reply = super().ask(request, limits)
        return dataclasses.replace(reply, value=perturbed(reply.value), gradients=perturbed(reply.gradients))


def perturbed(value: Any) -> Any:
    """The value with every floating number off by 1 % and by 0.01."""
    if isinstance(value, torch.Tensor):
        return value * (1 + PERTURBATION) + PERTURBATION if value.is_floating_point() else value
    if isinstance(value, np.ndarray | np.generic) and value.dtype.kind == "f":
        return (np.asarray(value) * (1 + PERTURBATION) + PERTURBATION).astype(value.dtype)[()]
    if type(value) is float:
        return value * (1 + PERTURBATION) + PERTURBATION
    if isinstance(value, list | tuple):
        return type(value)(perturbed(item) for item in value)
    return {name: perturbed(item) for name, item in value.items()} if isinstance(value, dict) else value
