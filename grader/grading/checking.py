"""Runs the hidden checks of one exercise under pytest, on the trusted side, and notes how each one ended."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from grader.course import Course
from grader.errors import CourseFault
from grader.grading.collection import collected
from grader.grading.surroundings import SessionFor, Surroundings, try_check
from grader.kit.check_run import Check, CheckRun
from grader.kit.stopped import CheckStopped
from grader.outcome import Status

CarryOut = Callable[[Check, SessionFor], CheckRun]
_OUR_FAULT = "A fault of the grader, not of your code: this check broke. It costs you nothing; please report it."


class Gate:
    """What a grading knows of a check before it runs; this one knows nothing and lets every check run, as they stand."""

    def announce(self, check: Check) -> None:
        """Take note of a check that is to run."""

    def arrange(self, checks: Sequence[Check]) -> Sequence[Check]:
        """The checks in the order in which they are to run."""
        return checks

    def shut(self, check: Check, runs: Sequence[CheckRun]) -> str | None:
        """Why the check is not to run after those that ran, as a sentence for the learner; None lets it run."""
        return None

    def ended(self, run: CheckRun) -> None:
        """Take note of a check that has ended, before anything is explained."""

    def begin(self, checks: Sequence[Check], carry_out: CarryOut) -> None:
        """All checks are known, in the order in which they are to run: some may be carried out from now on."""

    def run(self, check: Check, carry_out: CarryOut, session_for: SessionFor) -> CheckRun:
        """How the check ends; it is carried out now, or has been since `begin`."""
        return carry_out(check, session_for)


class _Grading:
    """One submission's way through the checks: runs each one, and keeps what came of it."""

    def __init__(self, session_for: SessionFor, surroundings: Surroundings, stop_early: bool, gate: Gate) -> None:
        self.session_for, self.surroundings = session_for, surroundings
        self.stop_early, self.gate = stop_early, gate
        self.runs: list[CheckRun] = []

    def run(self, check: Check) -> None:
        """Run one check; its exception goes on to pytest."""
        if self.stop_early and any(run.stopped for run in self.runs):
            return
        run = self.gate.run(check, self.carry_out, self.session_for)
        ended = run.fault or run.stopped
        if ended is not None:
            raise ended

    def carry_out(self, check: Check, session_for: SessionFor) -> CheckRun:
        """Run one check and note how it ended."""
        start_s = time.monotonic()
        try:
            run = self.blocked(check) or try_check(check, session_for, self.surroundings)
        except Exception as error:
            run = replace(self.untried(check, Status.GRADER_ERROR, _OUR_FAULT), fault=error)
        run = replace(run, wall_s=time.monotonic() - start_s)
        self.runs.append(run)
        self.gate.ended(run)
        return run

    def blocked(self, check: Check) -> CheckRun | None:
        """A skipped run when a check that this one builds on did not pass."""
        ended = {run.name: run.status for run in self.runs}
        for name in check.spec.after:
            if ended.get(name, Status.PASSED) not in (Status.PASSED, Status.PARTIAL, Status.NOT_STARTED):
                return self.untried(check, Status.SKIPPED, f"Skipped until {name} passes.")
        reason = self.gate.shut(check, self.runs)
        return self.untried(check, Status.SKIPPED, reason) if reason else None

    def untried(self, check: Check, status: Status, message: str) -> CheckRun:
        """The run of a check that asked nothing."""
        return CheckRun(check, self.surroundings.transcript(check), CheckStopped(status, message))


def collect(course: Course, exercise: str) -> list[Check]:
    """The checks of an exercise, in the order of the file, without running any."""
    collection = collected(course.checks_path(exercise))
    if collection.faults:
        raise CourseFault(f"The checks of {exercise} cannot be collected: {collection.faults[0]}")
    return list(collection.checks)


def run_checks(
    session_for: SessionFor,
    surroundings: Surroundings,
    wanted: Callable[[Check], bool],
    stop_early: bool = False,
    gate: Gate | None = None,
) -> tuple[Sequence[CheckRun], Sequence[str]]:
    """Run the checks of an exercise under pytest; the runs, in the order of the file, and faults of ours.

    Raises:
        KeyboardInterrupt: Ctrl-C.
    """
    collection, gate = collected(surroundings.checks_path), gate or Gate()
    if collection.faults:
        return (), collection.faults
    in_file = [check for check in collection.checks if wanted(check)]
    checks = gate.arrange(in_file)
    for check in checks:
        gate.announce(check)
    grading = _Grading(session_for, surroundings, stop_early, gate)
    if checks:
        gate.begin(checks, grading.carry_out)
    faults = collection.run(checks, grading.run)
    return sorted(grading.runs, key=lambda run: in_file.index(run.check)), faults
