"""The only way to a grade: a bench (workers, seed, devices) and `grade`, which turns one source into one result."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

from grader import catalog
from grader.diagnosis import known, recognition
from grader.diagnosis.known import Misconception
from grader.diagnosis.recognition import Trial
from grader.errors import GraderFault
from grader.grading import blame
from grader.grading.checking import Check, Finished, Listener, Surroundings, run_checks, try_check
from grader.grading.details import details
from grader.grading.versions import versions
from grader.outcome import CheckOutcome, Grade, LoadFailure, Status
from grader.sandbox.contract.limits import Limits
from grader.sandbox.contract.worker_spec import WorkerSpec
from grader.sandbox.factory import WorkerFactory
from grader.session import wording
from grader.session.worker_session import WorkerSession
from grader.source import SourceFile

PRINTED_LIMIT = 4000
PASSED_SENTENCE = "Passed."


@dataclass(frozen=True)
class Plan:
    """How a submission is graded.

    Attributes:
        seed: what every input is drawn from.
        accelerators: devices besides the CPU.
        extras: what checks may ask for by name, such as the MNIST data; made when first asked for.
        confined: whether workers lock themselves down.
        off: lockdown layers left out (for tests).
        limits: what every request and worker may use, in place of the checks' own limits; None leaves them theirs.
        only: names of the checks to run, or None for all.
        slow_for: when given, slow checks run for these functions alone.
        first_failure_only: whether checks after the first that fails are left out.
        diagnose: whether failed checks are put to the misconceptions.
        session: the kind of session (a proof puts in one whose replies are slightly wrong).
        listener: told of each check as it ends, before anything is explained; None for nobody.
    """

    seed: int
    accelerators: tuple[str, ...] = ("simgpu",)
    extras: Mapping[str, Callable[[], Any]] = field(default_factory=dict)
    confined: bool = True
    off: tuple[str, ...] = ()
    limits: Limits | None = None
    only: frozenset[str] | None = None
    slow_for: frozenset[str] | None = None
    first_failure_only: bool = False
    diagnose: bool = True
    session: type[WorkerSession] = WorkerSession
    listener: Listener | None = None

    def wants(self, check: Check) -> bool:
        """Whether the check is to run."""
        if self.only is not None and check.name not in self.only:
            return False
        return not check.spec.slow or self.slow_for is None or check.spec.function in self.slow_for


class Sessions:
    """The sessions of one source, one for each accelerator, made when first asked for."""

    def __init__(self, factory: WorkerFactory, source: SourceFile, plan: Plan) -> None:
        self.factory, self.source, self.plan = factory, source, plan
        self.opened: dict[str, WorkerSession] = {}

    def session_for(self, accelerator: str) -> WorkerSession:
        """The session whose spec has `accelerator`."""
        if accelerator not in self.opened:
            spec = WorkerSpec(
                "", self.plan.limits or Limits(), accelerator, confined=self.plan.confined, off=self.plan.off
            )
            self.opened[accelerator] = self.plan.session(self.factory, self.source, spec)
        return self.opened[accelerator]

    def __enter__(self) -> Sessions:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for session in self.opened.values():
            session.close()


class Twin:
    """Runs checks against misconceptions; its sessions is made when the first check has failed."""

    def __init__(
        self,
        factory: WorkerFactory,
        exercise: str,
        plan: Plan,
        surroundings: Surroundings,
        finished: Sequence[Finished],
    ) -> None:
        self.sessions = Sessions(factory, known.twin_source(exercise), plan)
        self.surroundings = surroundings
        self.checks: dict[str, Check] = {done.check.name: done.check for done in finished}

    def rerun(self, trial: Trial, misconception: Misconception) -> Trial:
        """The trial's check, run against the misconception in place of the function that it replaces."""

        def session_for(accelerator: str) -> WorkerSession:
            session = self.sessions.session_for(accelerator)
            session.alias = {misconception.replaces: misconception.name}
            session.overran.clear()
            return session

        return try_check(self.checks[trial.name], session_for, self.surroundings)


def grade(factory: WorkerFactory, exercise: str, source: SourceFile, plan: Plan) -> Grade:
    """Grade one submission of one exercise; everything that happens to it comes back as data.

    Raises:
        CourseFault: the exercise's own files contradict each other.
    """
    surroundings = Surroundings(exercise, plan.seed, plan.accelerators, plan.extras, plan.limits)
    with Sessions(factory, source, plan) as opened:
        finished, faults = run_checks(
            exercise, opened.session_for, surroundings, plan.wants, plan.first_failure_only, plan.listener
        )
        finished = settled(factory, exercise, plan, surroundings, finished)
        found = explained(factory, exercise, plan, surroundings, finished)
    sessions = list(opened.opened.values())
    outcomes = tuple(outcome(done, found.get(done.check.name, ()), source, plan) for done in finished)
    if faults or not outcomes:
        outcomes += (broken(exercise, faults),)
    return Grade(
        exercise=exercise,
        seed=plan.seed,
        checks=outcomes,
        source_sha256=source.sha256,
        isolation=next((session.isolation for session in sessions if session.isolation), {}),
        versions=versions(exercise),
        notices=tuple(dict.fromkeys(notice for session in sessions for notice in session.notices)),
        printed="".join(session.printed for session in sessions)[-PRINTED_LIMIT:],
        usage={**usage(sessions), "calls": sum(len(done.trial.transcript.entries) for done in finished)},
        load_failure=next(filter(None, map(load_failure, sessions)), None),
    )


def settled(
    factory: WorkerFactory, exercise: str, plan: Plan, surroundings: Surroundings, finished: Sequence[Finished]
) -> Sequence[Finished]:
    """The finished checks; one that broke on a value only this submission sends is the submission's error."""
    if not any(map(blame.is_suspect, finished)):
        return finished
    twin = Twin(factory, exercise, plan, surroundings, finished)
    with twin.sessions:
        misconceptions = known.read(exercise)
        return [blame.settle(done, misconceptions, twin.rerun) for done in finished]


def explained(
    factory: WorkerFactory, exercise: str, plan: Plan, surroundings: Surroundings, finished: Sequence[Finished]
) -> Mapping[str, tuple[Misconception, ...]]:
    """The misconceptions behind the failed checks; none when every check passed."""
    trials = [done.trial for done in finished]
    if not plan.diagnose or not any(
        trial.status in recognition.EXPLAINABLE and trial.transcript.entries for trial in trials
    ):
        return {}
    twin = Twin(factory, exercise, plan, surroundings, finished)
    with twin.sessions:
        return recognition.recognise(trials, known.read(exercise), twin.rerun)


def outcome(done: Finished, found: Sequence[Misconception], source: SourceFile, plan: Plan) -> CheckOutcome:
    """What a finished check is worth, in words and points."""
    stopped, status = done.trial.stopped, done.trial.status
    share = 1.0 if stopped is None else stopped.share
    interrupted = any(reply.interrupted for _, _, reply in done.trial.transcript.entries)
    message = stopped.message if stopped else PASSED_SENTENCE
    return CheckOutcome(
        name=done.check.name,
        function=done.check.spec.function,
        description=done.check.description,
        status=status,
        points=round(done.check.spec.points * share, 2),
        max_points=float(done.check.spec.points),
        message=f"{message} {wording.INTERRUPTED}" if interrupted else message,
        advice=recognition.advice(done.trial, found),
        misconceptions=tuple(misconception.name for misconception in found),
        details=done.fault or details(done, source, plan.seed),
        proven_on=tuple(sorted(done.trial.transcript.proven_on)),
        tolerance="; ".join(sorted(done.trial.transcript.tolerances)) or None,
        curves=tuple(done.trial.transcript.curves),
        seconds=done.seconds,
    )


def broken(exercise: str, faults: Sequence[str]) -> CheckOutcome:
    """The outcome that stands for checks which could not be collected or run."""
    message = "A fault of the grader, not of your code: the checks could not be run. It costs you nothing."
    text = "\n".join(faults) or "no check ran"
    return CheckOutcome(
        "checks", exercise, "The checks can be run.", Status.GRADER_ERROR, 0.0, 0.0, message, details=text
    )


def load_failure(session: WorkerSession) -> LoadFailure | None:
    """Why the session's file could not be loaded, or None."""
    reply = session.unloadable
    if reply is None or reply.status is Status.GRADER_ERROR:
        return None
    failure = reply.failure
    if failure is not None and failure.syntax:
        line, column, code = failure.syntax
        return LoadFailure(reply.sentence, failure.text.split(" (")[0], line or None, column or None, code)
    line = failure.frames[-1][0] if failure is not None and failure.frames else 0
    return LoadFailure(reply.sentence, line=line or None)


def usage(sessions: Sequence[WorkerSession]) -> dict[str, float]:
    """What the submission's workers used, all together."""
    exits = [exit_ for session in sessions for exit_ in session.exits]
    return {
        "cpu_s": round(sum(exit_.cpu_s for exit_ in exits), 3),
        "memory_mib": round(max((exit_.memory_mib for exit_ in exits), default=0.0), 1),
    }


def accelerators_here() -> tuple[str, ...]:
    """Devices besides the CPU that checks run on: the simulated one, and CUDA where it is present."""
    import torch

    return ("simgpu", "cuda") if torch.cuda.is_available() else ("simgpu",)


def assert_gradable(exercise: str) -> None:
    """Raise `GraderFault` when the exercise's files are not all there."""
    for path in (catalog.stub_path(exercise), catalog.checks_path(exercise), catalog.misconceptions_path(exercise)):
        if not path.is_file():
            raise GraderFault(
                f"{path.name} is missing from {path.parent.name}; every exercise is four files of one stem."
            )
