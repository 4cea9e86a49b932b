"""How a submission is graded, decided before anything of it runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from grader.course import Course
from grader.courses import built_in
from grader.grading.twin_runs import TwinRuns
from grader.kit.check_run import Check, CheckRun
from grader.sandbox.contract.limits import Limits
from grader.session.worker_session import WorkerSession


@dataclass(frozen=True)
class Plan:
    """How a submission is graded.

    Attributes:
        seed: what every input is drawn from.
        course: whose exercises they are.
        accelerators: devices besides the CPU.
        extras: what checks may ask for by name, such as the MNIST data; made when first asked for.
        confined: whether workers lock themselves down.
        off: lockdown layers left out (for tests).
        limits: what every request and worker may use, in place of the checks' own limits; None leaves them theirs.
        only: names of the checks to run, or None for all.
        slow_for: when given, slow checks run for these functions alone.
        first_failure_only: whether checks after the first that fails are left out.
        diagnose: whether failed checks are put to the misconceptions.
        draws: whether checks draw the pictures of a report.
        most_tries: how many runs of checks are spent on changes of a wrong function's code that could mend it.
        session: the kind of session (a proof puts in one whose replies are slightly wrong).
        twin_runs: what known mistakes replied, shared by all submissions that are graded under this plan.
        first: functions that a person waits for most; they come first where the order cannot be noticed.
        lanes: how many functions of one submission are judged at a time, where it keeps nothing between calls.
        listener: told of each check as it ends, before anything is explained; None for nobody.
    """

    seed: int
    course: Course = field(default_factory=built_in)
    accelerators: tuple[str, ...] = ("simgpu",)
    extras: Mapping[str, Callable[[], Any]] = field(default_factory=dict)
    confined: bool = True
    off: tuple[str, ...] = ()
    limits: Limits | None = None
    only: frozenset[str] | None = None
    slow_for: frozenset[str] | None = None
    first_failure_only: bool = False
    diagnose: bool = True
    draws: bool = True
    most_tries: int = 800
    session: type[WorkerSession] = WorkerSession
    twin_runs: TwinRuns = field(default_factory=TwinRuns, repr=False, compare=False)
    first: frozenset[str] = frozenset()
    lanes: int = 1
    listener: Callable[[CheckRun], None] | None = None

    def wants(self, check: Check) -> bool:
        """Whether the check is to run."""
        if self.only is not None and check.name not in self.only:
            return False
        return not check.spec.slow or self.slow_for is None or check.spec.function in self.slow_for
