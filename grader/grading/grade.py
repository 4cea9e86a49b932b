"""The only way to a grade: `grade` turns one source into one result."""

from __future__ import annotations

import contextlib
import inspect
import time
import warnings
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

import torch

from grader.diagnosis import known, recognition
from grader.diagnosis.mending.mends import mends_of
from grader.diagnosis.mending.search import Mend
from grader.errors import SubmissionProblem
from grader.grading import blame
from grader.grading.checking import CarryOut, Gate, run_checks
from grader.grading.order import drawn_order, needed
from grader.grading.outcomes import Explaining, broken
from grader.grading.plan import Plan
from grader.grading.roots import Named, slow_callee, sure, waiting
from grader.grading.sessions import Sessions, Twin, Variants
from grader.grading.side_by_side.lanes import Lanes
from grader.grading.surroundings import SessionFor, Surroundings, try_check
from grader.kit.check_run import Check, CheckRun
from grader.outcome import Grade, LoadFailure, Status
from grader.sandbox.contract.limits import Limits
from grader.sandbox.factory import WorkerFactory
from grader.session.budget import Budget
from grader.session.independence import functions_are_independent
from grader.session.outline import Outline, outline_of
from grader.session.worker_session import PRINTED_LIMIT, WorkerSession
from grader.source import SourceFile, read_source

_NO_MENDS: Mapping[str, Mend] = {}


def grade(factory: WorkerFactory, exercise: str, source: SourceFile, plan: Plan) -> Grade:
    """Grade one submission of one exercise; everything that happens to it comes back as data.

    Raises:
        CourseFault: the exercise's own files contradict each other.
    """
    start_s = time.monotonic()
    plan.course.require(exercise)
    outline, explaining = outline_of(source), Explaining(_model(plan, exercise))
    surroundings = Surroundings(
        plan.course, exercise, plan.seed, plan.accelerators, plan.extras, plan.limits, plan.draws
    )
    budget = Budget()
    sessions = [Sessions(factory, source, plan, budget) for _ in range(_lanes(source, plan))]
    with silent_warnings(), _one_thread(), _open(sessions), Twin(factory, exercise, plan, surroundings) as twin:
        runs, faults = _run(sessions, source, plan, budget, surroundings)
        runs = _settled(factory, exercise, plan, surroundings, runs, twin)
        named: Named = explaining.try_to_make("The advice", lambda: _named(exercise, runs, twin, plan, outline), {})
        make_mends = partial(_mends, runs, named, outline, plan, Variants(factory, source, plan, surroundings))
        mends = explaining.try_to_make("The mends", make_mends, _NO_MENDS)
        runs = explaining.try_to_make("The order of the advice", lambda: waiting(runs, named, outline), runs)
        facts = [(run, named.get(run.name, ()), source, outline, plan.seed, mends.get(run.name)) for run in runs]
        outcomes = tuple(explaining.outcome(*fact) for fact in facts)
    if faults or not outcomes:
        outcomes += (broken(exercise, faults),)
    opened = [session for each in sessions for session in each.opened]
    return Grade(
        exercise=exercise,
        seed=plan.seed,
        checks=outcomes,
        source_sha256=source.sha256,
        isolation=next((session.isolation for session in opened if session.isolation), {}),
        versions=plan.course.versions(exercise),
        notices=(*source.notes, *dict.fromkeys(notice for session in opened for notice in session.notices)),
        printed="".join(session.printed for session in opened)[-PRINTED_LIMIT:],
        usage={**_usage(opened, time.monotonic() - start_s), "calls": sum(len(run.transcript.entries) for run in runs)},
        faults=tuple(explaining.faults),
        load_failure=next(filter(None, map(_load_failure, opened)), None),
    )


def _run(
    sessions: Sequence[Sessions], source: SourceFile, plan: Plan, budget: Budget, surroundings: Surroundings
) -> tuple[Sequence[CheckRun], Sequence[str]]:
    """The runs of the checks, and faults of ours; the workers are told to end, as nothing more is asked of them."""
    with Lanes(sessions, plan.limits or Limits()) if len(sessions) > 1 else contextlib.nullcontext() as lanes:
        gate = _SubmissionGate(outline_of(source), budget, plan, lanes, functions_are_independent(source))
        ran = run_checks(sessions[0].session_for, surroundings, plan.wants, plan.first_failure_only, gate)
    for each in sessions:
        each.kill()
    return ran


class _SubmissionGate(Gate):
    """Draws the order of the checks, lets each use its share of the submission's budget, and does not try what waits."""

    def __init__(self, outline: Outline, budget: Budget, plan: Plan, lanes: Lanes | None, independent: bool) -> None:
        self._outline, self._budget, self._limits, self._lanes = outline, budget, plan.limits, lanes
        self._first = plan.first if independent else frozenset()
        self._seed, self._listener, self._accelerators = plan.seed, plan.listener, plan.accelerators

    def announce(self, check: Check) -> None:
        """See `Gate`."""
        self._budget.allow(self._limits or check.spec.limits)

    def arrange(self, checks: Sequence[Check]) -> Sequence[Check]:
        """See `Gate`."""
        return drawn_order(checks, self._seed, self._outline, self._first)

    def shut(self, check: Check, runs: Sequence[CheckRun]) -> str | None:
        """See `Gate`."""
        return slow_callee(check.spec.function, runs, self._outline)

    def ended(self, run: CheckRun) -> None:
        """See `Gate`."""
        if self._listener is not None:
            self._listener(run)

    def begin(self, checks: Sequence[Check], carry_out: CarryOut) -> None:
        """See `Gate`."""
        if self._lanes is not None:
            wanted = any("accelerators" in inspect.signature(check.body).parameters for check in checks)
            accelerators = [name for name in self._accelerators if name == "simgpu" and wanted]
            self._lanes.begin(checks, needed(checks, self._outline), self._first, accelerators, carry_out)

    def run(self, check: Check, carry_out: CarryOut, session_for: SessionFor) -> CheckRun:
        """See `Gate`."""
        return self._lanes.result(check) if self._lanes is not None else carry_out(check, session_for)


def _lanes(source: SourceFile, plan: Plan) -> int:
    """How many functions are judged at a time: more than one where that cannot be noticed."""
    alone = plan.lanes == 1 or plan.only is not None or plan.first_failure_only
    return 1 if alone or not functions_are_independent(source) else plan.lanes


@contextlib.contextmanager
def _open(sessions: Sequence[Sessions]) -> Iterator[None]:
    """All of them, closed in the end."""
    with contextlib.ExitStack() as stack:
        for each in sessions:
            stack.enter_context(each)
        yield


@contextlib.contextmanager
def silent_warnings() -> Iterator[None]:
    """No warning of the checker's is printed: about a value that a worker sent it would show lines of the checks."""
    with warnings.catch_warnings():
        warnings.showwarning = lambda *given, **more: None
        yield


@contextlib.contextmanager
def _one_thread() -> Iterator[None]:
    """The checker's sums are small: threads would only wait for each other, and take a core from its workers."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)


def _settled(
    factory: WorkerFactory,
    exercise: str,
    plan: Plan,
    surroundings: Surroundings,
    runs: Sequence[CheckRun],
    twin: Twin,
) -> Sequence[CheckRun]:
    """The runs; one that broke on a value only this submission sends is the submission's error."""
    if not any(map(blame.is_suspect, runs)):
        return runs
    misconceptions = known.read(plan.course, exercise)
    return [
        run
        if blame.is_suspect(run) and _breaks_on_the_solution(factory, exercise, plan, surroundings, run)
        else blame.settle(run, misconceptions, twin.rerun)
        for run in runs
    ]


def _breaks_on_the_solution(
    factory: WorkerFactory, exercise: str, plan: Plan, surroundings: Surroundings, run: CheckRun
) -> bool:
    """Whether the check breaks on the course's own solution too, where there is one: then it is the author's error."""
    if plan.course.solutions is None:
        return False
    budget = Budget()
    budget.allow(run.transcript.limits)
    solution = read_source(exercise, plan.course.solution_path(exercise))
    with Sessions(factory, solution, plan, budget) as sessions:
        try:
            try_check(run.check, sessions.session_for, surroundings)
        except Exception:
            return True
    return False


def _named(exercise: str, runs: Sequence[CheckRun], twin: Twin, plan: Plan, outline: Outline) -> Named:
    """The misconceptions behind the failed checks; none when every check passed."""
    if not plan.diagnose or not any(map(recognition.can_be_explained, runs)):
        return {}
    return sure(recognition.recognise(runs, known.read(plan.course, exercise), twin.rerun), runs, outline)


def _model(plan: Plan, exercise: str) -> Outline:
    """The solution, read as text; an empty outline where a course comes without solutions."""
    try:
        return outline_of(read_source(exercise, plan.course.solution_path(exercise)))
    except SubmissionProblem:
        return Outline()


def _mends(
    runs: Sequence[CheckRun], named: Named, outline: Outline, plan: Plan, variants: Variants
) -> Mapping[str, Mend]:
    """Changes of the learner's code with which checks pass, where nobody has named the mistake."""
    if not plan.diagnose or not plan.most_tries:
        return {}
    with variants:
        return mends_of(runs, named, variants.source, outline, variants.prepare, plan.most_tries)


def _load_failure(session: WorkerSession) -> LoadFailure | None:
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


def _usage(sessions: Sequence[WorkerSession], wall_s: float) -> dict[str, float]:
    """What the grading took on the clock, and what the submission's workers used, all together."""
    exits = [exit_ for session in sessions for exit_ in session.exits]
    return {
        "wall_s": round(wall_s, 3),
        "cpu_s": round(sum(exit_.cpu_s for exit_ in exits), 3),
        "memory_mib": round(max((exit_.memory_mib for exit_ in exits), default=0.0), 1),
    }
