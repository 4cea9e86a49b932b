"""Workers that are started before they are asked for: while the checks are still being imported, or while the learner types."""

from __future__ import annotations

import contextlib
import sys
import threading
from typing import TYPE_CHECKING

from grader.errors import GraderFault
from grader.processes import cores
from grader.sandbox.contract.limits import Limits
from grader.sandbox.contract.worker_spec import WorkerSpec

if TYPE_CHECKING:
    from grader.course import Course
    from grader.sandbox.factory import WorkerFactory


def lanes_here() -> int:
    """How many functions of a submission are judged at a time: two keep two cores busy."""
    return min(2, cores())


def specs(course: Course, lanes: int, confined: bool = True) -> list[WorkerSpec]:
    """What a grading with the course's own limits asks for: a worker a lane, one beside the simulated accelerator."""
    kinds = [*["cpu"] * lanes, "simgpu"]
    return [WorkerSpec("", Limits(), kind, confined=confined, hidden=course.hidden()) for kind in kinds]


def start(factory: WorkerFactory, wanted: list[WorkerSpec]) -> None:
    """Start workers beside whatever comes next; where a worker is a new interpreter, they are started when asked for."""
    if sys.platform == "linux":
        threading.Thread(target=_stand_by, args=(factory, wanted), daemon=True).start()


def _stand_by(factory: WorkerFactory, wanted: list[WorkerSpec]) -> None:
    # Whoever asks for a worker meets the fault again, and tells it.
    with contextlib.suppress(GraderFault):
        factory.stand_by(wanted)
