"""The only way to a grade: `grade` turns one source into one result."""

from __future__ import annotations

import platform
import time
from collections.abc import Mapping, Sequence
from importlib import metadata

from grader.course import Course
from grader.diagnosis import known, recognition
from grader.diagnosis.known import Misconception
from grader.grading import blame
from grader.grading.checking import run_checks
from grader.grading.details import details
from grader.grading.plan import Plan
from grader.grading.sessions import Sessions, Twin
from grader.grading.surroundings import Surroundings, try_check
from grader.kit.check_run import CheckRun
from grader.outcome import CheckOutcome, Grade, Status
from grader.sandbox.factory import WorkerFactory
from grader.session import wording
from grader.session.worker_session import WorkerSession
from grader.source import SourceFile, read_source

PRINTED_LIMIT = 4000
_PASSED_SENTENCE = "Passed."
_NO_CHECKS = "A fault of the grader, not of your code: the checks could not be run. It costs you nothing."


def grade(factory: WorkerFactory, exercise: str, source: SourceFile, plan: Plan) -> Grade:
    """Grade one submission of one exercise; everything that happens to it comes back as data.

    Raises:
        CourseFault: the exercise's own files contradict each other.
    """
    start_s = time.monotonic()
    plan.course.require(exercise)
    surroundings = Surroundings(plan.course, exercise, plan.seed, plan.accelerators, plan.extras, plan.limits)
    with Sessions(factory, source, plan) as sessions, Twin(factory, exercise, plan, surroundings) as twin:
        runs, faults = run_checks(sessions.session_for, surroundings, plan.wants, plan.first_failure_only)
        runs = _settled(factory, exercise, plan, surroundings, runs, twin)
        named = _named(plan.course, exercise, runs, twin) if plan.diagnose else {}
    outcomes = tuple(_outcome(run, named.get(run.name, ()), source, plan) for run in runs)
    if faults or not outcomes:
        outcomes += (_broken(exercise, faults),)
    opened = sessions.opened
    return Grade(
        exercise=exercise,
        seed=plan.seed,
        checks=outcomes,
        source_sha256=source.sha256,
        isolation=next((session.isolation for session in opened if session.isolation), {}),
        versions=_versions(plan.course, exercise),
        notices=(*source.notes, *dict.fromkeys(notice for session in opened for notice in session.notices)),
        printed="".join(session.printed for session in opened)[-PRINTED_LIMIT:],
        usage=_usage(opened, time.monotonic() - start_s),
    )


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
    with Sessions(factory, read_source(exercise, plan.course.solution_path(exercise)), plan) as sessions:
        try:
            try_check(run.check, sessions.session_for, surroundings)
        except Exception:
            return True
    return False


def _named(
    course: Course, exercise: str, runs: Sequence[CheckRun], twin: Twin
) -> Mapping[str, tuple[Misconception, ...]]:
    """The misconceptions behind the failed checks; none when every check passed."""
    if not any(run.status in recognition.EXPLAINABLE and run.transcript.entries for run in runs):
        return {}
    return recognition.recognise(runs, known.read(course, exercise), twin.rerun)


def _outcome(run: CheckRun, named: Sequence[Misconception], source: SourceFile, plan: Plan) -> CheckOutcome:
    """What a run is worth, in words and points."""
    stopped, points = run.stopped, run.check.spec.points
    share = 1.0 if stopped is None else stopped.share
    interrupted = any(reply.interrupted for _, _, reply in run.transcript.entries)
    message = stopped.message if stopped else _PASSED_SENTENCE
    return CheckOutcome(
        name=run.name,
        function=run.function,
        description=run.check.description,
        status=run.status,
        points=round(points * share, 2),
        max_points=float(points),
        message=f"{message} {wording.INTERRUPTED}" if interrupted else message,
        advice=recognition.advice(run, named),
        misconceptions=tuple(misconception.name for misconception in named),
        details=details(run, source, plan.seed),
        proven_on=tuple(sorted(run.transcript.proven_on)),
        tolerance="; ".join(sorted(run.transcript.tolerances)) or None,
        curves=tuple(run.transcript.curves),
        seconds=run.wall_s,
    )


def _broken(exercise: str, faults: Sequence[str]) -> CheckOutcome:
    """The outcome that stands for checks which could not be collected or run."""
    text = "\n".join(faults) or "no check ran"
    return CheckOutcome(
        "checks", exercise, "The checks can be run.", Status.GRADER_ERROR, 0.0, 0.0, _NO_CHECKS, details=text
    )


def _usage(sessions: Sequence[WorkerSession], wall_s: float) -> dict[str, float]:
    """What the grading took on the clock, and what the submission's workers used, all together."""
    exits = [exit_ for session in sessions for exit_ in session.exits]
    return {
        "wall_s": round(wall_s, 3),
        "cpu_s": round(sum(exit_.cpu_s for exit_ in exits), 3),
        "memory_mib": round(max((exit_.memory_mib for exit_ in exits), default=0.0), 1),
    }


def _versions(course: Course, exercise: str) -> dict[str, str]:
    """Versions of all that can change a score."""
    packages = {name: metadata.version(name) for name in ("autogradus", "torch", "numpy")}
    return {**packages, "python": platform.python_version(), "checks": course.content_hash(exercise)}
