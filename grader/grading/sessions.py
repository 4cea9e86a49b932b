"""Where checks are run: the submission's own workers, a twin that holds every misconception under its own name, and
workers that hold variants of one of the submission's functions."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from types import TracebackType

from grader.diagnosis import known
from grader.diagnosis.known import Misconception
from grader.diagnosis.mending.search import Attempt
from grader.diagnosis.mending.unit import Unit, alias, with_variants
from grader.grading.plan import Plan
from grader.grading.surroundings import Surroundings, try_check
from grader.kit.check_run import CheckRun
from grader.kit.stopped import CheckStopped
from grader.outcome import Status
from grader.sandbox.contract.limits import Limits
from grader.sandbox.contract.worker_spec import WorkerSpec
from grader.sandbox.factory import WorkerFactory
from grader.session.budget import Budget
from grader.session.worker_session import WorkerSession
from grader.source import SourceFile

# A variant that takes longer is not what the learner meant.
_VARIANT_LIMITS = Limits(cpu_s=1, wall_s=4)


class Sessions:
    """The sessions of one source, one for each accelerator, made when first asked for; all share one budget."""

    def __init__(self, factory: WorkerFactory, source: SourceFile, plan: Plan, budget: Budget) -> None:
        self._factory, self._source, self._plan, self._budget = factory, source, plan, budget
        self._opened: dict[str, WorkerSession] = {}

    @property
    def opened(self) -> tuple[WorkerSession, ...]:
        """Those that were asked for."""
        return tuple(self._opened.values())

    def session_for(self, accelerator: str) -> WorkerSession:
        """The session whose spec has `accelerator`."""
        if accelerator not in self._opened:
            plan = self._plan
            limits, hidden = plan.limits or Limits(), plan.course.hidden()
            spec = WorkerSpec("", limits, accelerator, confined=plan.confined, off=plan.off, hidden=hidden)
            self._opened[accelerator] = plan.session(self._factory, self._source, spec, self._budget)
        return self._opened[accelerator]

    def kill(self) -> None:
        """Let all workers end at once, while something else is done; leaving the context waits for them."""
        for session in self.opened:
            session.kill()

    def __enter__(self) -> Sessions:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.kill()
        for session in self.opened:
            session.close()


class Twin:
    """Runs checks against misconceptions; it has no worker before the first one."""

    def __init__(self, factory: WorkerFactory, exercise: str, plan: Plan, surroundings: Surroundings) -> None:
        self._factory, self._exercise, self._plan, self._surroundings = factory, exercise, plan, surroundings
        self._budget = Budget()
        self._sessions: Sessions | None = None

    def rerun(self, run: CheckRun, misconception: Misconception) -> CheckRun:
        """The run's check, run against the misconception in place of the function that it replaces; made once a plan."""
        if misconception.keeps_state:
            # It replies as the submission did only if it has been called as often before, from the first check on.
            return self._run(run, misconception)
        plan = self._plan
        under = (plan.course, self._exercise, plan.seed, plan.accelerators, plan.limits, plan.session)
        key = (*under, run.name, misconception.name)
        return plan.twin_runs.get(key, lambda: self._run(run, misconception))

    def _run(self, run: CheckRun, misconception: Misconception) -> CheckRun:
        sessions = self._sessions = self._sessions or self._made()
        self._budget.allow(run.transcript.limits)

        def session_for(accelerator: str) -> WorkerSession:
            session = sessions.session_for(accelerator)
            session.alias = {misconception.replaces: misconception.name}
            session.overran.clear()
            return session

        return try_check(run.check, session_for, self._surroundings)

    def _made(self) -> Sessions:
        source = known.twin_source(self._plan.course, self._exercise)
        return Sessions(self._factory, source, self._plan, self._budget)

    def __enter__(self) -> Twin:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._sessions is not None:
            self._sessions.__exit__(kind, error, at)


class Variants:
    """Runs checks against changed versions of one of a submission's functions, as many in one worker as there are."""

    def __init__(self, factory: WorkerFactory, source: SourceFile, plan: Plan, surroundings: Surroundings) -> None:
        self.source = source
        self._factory, self._plan = factory, plan
        self._surroundings = dataclasses.replace(surroundings, limits=_VARIANT_LIMITS, draws=False)
        self._sessions: Sessions | None = None

    def prepare(self, function: str, units: Sequence[Unit]) -> Attempt:
        """A way to run a check against one of the units in place of the function; those before are gone."""
        self.close()
        budget = Budget()
        sessions = Sessions(self._factory, with_variants(self.source, function, units), self._plan, budget)
        self._sessions = sessions

        def attempt(run: CheckRun, number: int) -> CheckRun:
            budget.allow(_VARIANT_LIMITS)

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

    def close(self) -> None:
        """End the workers."""
        if self._sessions is not None:
            self._sessions.__exit__(None, None, None)
            self._sessions = None

    def __enter__(self) -> Variants:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()
