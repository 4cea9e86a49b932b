"""What a check may ask for, and one run of it: nothing here knows how checks are collected."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.course import Course
from grader.errors import GraderFault
from grader.kit.check_run import Check, CheckRun
from grader.kit.inputs import Inputs
from grader.kit.stopped import CheckStopped
from grader.kit.submission import Submission, Transcript
from grader.outcome import Status
from grader.sandbox.contract.limits import Limits
from grader.session.seeds import request_seed
from grader.session.worker_session import WorkerSession

SessionFor = Callable[[str], WorkerSession]


@dataclass(frozen=True)
class Surroundings:
    """What checks may ask for besides the submission.

    Attributes:
        course: whose exercise it is.
        exercise, seed: what every input is drawn from.
        accelerators: devices besides the CPU, "simgpu" first.
        extras: further fixtures, made when a check asks for them, by name.
        limits: what each request may use, in place of the checks' own limits; None leaves them theirs.
        draws: whether checks draw the pictures of a report.
    """

    course: Course
    exercise: str
    seed: int
    accelerators: tuple[str, ...]
    extras: Mapping[str, Callable[[], Any]]
    limits: Limits | None = None
    draws: bool = True

    @property
    def checks_path(self) -> Path:
        """The file that the checks are in."""
        return self.course.checks_path(self.exercise)

    def arguments(self, check: Check, submission: Submission) -> dict[str, Any]:
        """The arguments that the check's signature names."""
        given: dict[str, Callable[[], Any]] = {
            "submission": lambda: submission,
            "inputs": lambda: Inputs(self.seed, self.exercise, check.name),
            "accelerators": lambda: self.accelerators,
            **self.extras,
        }
        return {name: given[name]() for name in inspect.signature(check.body).parameters}

    def transcript(self, check: Check) -> Transcript:
        """An empty transcript for the check."""
        seed = request_seed("requests", self.seed, self.exercise, check.name)
        return Transcript(check.spec.function, self.limits or check.spec.limits, seed, self.draws)


def try_check(check: Check, session_for: SessionFor, surroundings: Surroundings) -> CheckRun:
    """Run one check against the submission that lives at `session_for`.

    Raises:
        Exception: whatever a check with a fault of its own raises.
    """
    transcript = surroundings.transcript(check)
    submission = Submission(session_for, transcript)
    try:
        check.body(**surroundings.arguments(check, submission))
    except CheckStopped as stopped:
        return CheckRun(check, transcript, stopped)
    if not any(reply.status is Status.PASSED or reply.failure for _, _, reply in transcript.entries):
        raise GraderFault(f"{check.name} passed without a reply from the submission.")
    return CheckRun(check, transcript)
