"""Looks for small changes of the learner's code with which its checks pass, in workers of their own."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

from grader.diagnosis import recognition
from grader.diagnosis.mending.search import Attempt, Mend, Search
from grader.diagnosis.mending.unit import Unit, alias, unit_of, with_variants
from grader.grading.plan import Plan
from grader.grading.roots import Named
from grader.grading.sessions import Sessions
from grader.grading.surroundings import Surroundings, try_check
from grader.kit.check_run import CheckRun
from grader.kit.stopped import CheckStopped
from grader.outcome import Status
from grader.sandbox.contract.limits import Limits
from grader.sandbox.factory import WorkerFactory
from grader.session.budget import Budget
from grader.session.outline import Outline
from grader.session.worker_session import WorkerSession
from grader.source import SourceFile

# A variant that takes longer is not what the learner meant.
_LIMITS = Limits(cpu_s=1, wall_s=30)


class Mender:
    """Tries variants of a submission's functions."""

    def __init__(
        self, factory: WorkerFactory, source: SourceFile, plan: Plan, surroundings: Surroundings, outline: Outline
    ) -> None:
        self._factory, self._source, self._plan, self._outline = factory, source, plan, outline
        self._surroundings = dataclasses.replace(surroundings, limits=_LIMITS)
        self._sessions: Sessions | None = None

    def mends(self, runs: Sequence[CheckRun], named: Named) -> Mapping[str, Mend]:
        """The mends by the checks that pass with them, of functions whose mistake nobody has named."""
        mends: dict[str, Mend] = {}
        graded = {run.function for run in runs}
        for function in _wrong_alone(runs, named, self._outline):
            own = [run for run in runs if run.function == function]
            unit = unit_of(function, graded, self._source, self._outline)
            if unit and not any(run.check.spec.slow and run.stopped for run in own):
                mend = self._mend(function, own, unit)
                mends |= {name: mend for name in mend.checks} if mend else {}
        return mends

    def _mend(self, function: str, own: Sequence[CheckRun], unit: Unit) -> Mend | None:
        try:
            return Search(own, unit, lambda units: self._prepared(function, units), self._plan.most_tries).found()
        finally:
            self._close()

    def _prepared(self, function: str, units: Sequence[Unit]) -> Attempt:
        self._close()
        budget = Budget()
        sessions = Sessions(self._factory, with_variants(self._source, function, units), self._plan, budget)
        self._sessions = sessions

        def attempt(run: CheckRun, number: int) -> CheckRun:
            budget.allow(_LIMITS)

            def session_for(accelerator: str) -> WorkerSession:
                session = sessions.session_for(accelerator)
                session.alias = {function: alias(function, number)}
                session.overran.clear()
                return session

            try:
                return try_check(run.check, session_for, self._surroundings)
            except Exception as error:
                # What a variant gives may be beyond a check: it is no mend then.
                return dataclasses.replace(run, stopped=CheckStopped(Status.ERROR, type(error).__name__))

        return attempt

    def _close(self) -> None:
        if self._sessions is not None:
            self._sessions.__exit__(None, None, None)
            self._sessions = None


def _wrong_alone(runs: Sequence[CheckRun], named: Named, outline: Outline) -> list[str]:
    """Functions that are wrong without a name for it, and that call no other wrong one."""
    wrong = dict.fromkeys(run.function for run in runs if recognition.can_be_explained(run))
    known = {run.function for run in runs if run.name in named}
    return [name for name in wrong if name not in known and not any(outline.uses(name, other) for other in wrong)]
