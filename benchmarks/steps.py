"""Where the time of a submission goes, step by step, what the lockdown costs, and what memory is shared.

Steps are seconds on the clock of the checker, which waits while a worker works; each step is less what lies in another.
"""

from __future__ import annotations

import contextlib
import os
import pkgutil
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from benchmarks.classes import SEED
from benchmarks.rounds import Figure
from benchmarks.submissions import sample_of
from grader.courses import built_in

# What is timed, by the name of the step.
_STEPS = {
    "fork": "grader.sandbox.factory.WorkerFactory.worker",
    "lockdown": "grader.session.worker_session.WorkerSession.greet",
    "load": "grader.session.worker_session.WorkerSession.load",
    "calls": "grader.sandbox.channel.Channel.exchange",
    "inputs, references, comparing": "grader.grading.checking.try_check",
    "pytest": "grader.grading.grade.run_checks",
    "diagnosis": "grader.grading.grade._named",
    "teardown": "grader.session.worker_session.WorkerSession.end_worker",
}
_REST = "the rest"
_WAITING = ("lockdown", "load")


@dataclass(frozen=True)
class Steps:
    """Milliseconds a submission by step, and resident memory in MiB by process, as (all, of that shared)."""

    exercise: str
    kind: str
    milliseconds: Mapping[str, Figure]
    memory_mib: Mapping[str, tuple[float, float]]


class _Stopwatch:
    """Times of nested steps, each less what lies in another."""

    def __init__(self) -> None:
        self.milliseconds: dict[str, float] = {}
        self._running: list[list[Any]] = []

    def around(self, name: str, function: Any) -> Any:
        """The function, timed under a name."""

        def timed(*args: Any, **kwargs: Any) -> Any:
            start_s = time.perf_counter()
            self._running.append([name, 0.0])
            try:
                return function(*args, **kwargs)
            finally:
                spent_s = time.perf_counter() - start_s
                own_s, step = spent_s - self._running.pop()[1], name
                if self._running:
                    # What a lockdown or a load waits for is theirs, not a call.
                    step = self._running[-1][0] if name == "calls" and self._running[-1][0] in _WAITING else name
                    self._running[-1][1] += spent_s
                self.milliseconds[step] = self.milliseconds.get(step, 0.0) + 1e3 * own_s

        return timed

    @contextlib.contextmanager
    def installed(self) -> Iterator[None]:
        """Every step is timed inside."""
        with contextlib.ExitStack() as stack:
            for name, place in _STEPS.items():
                stack.enter_context(mock.patch(place, self.around(name, pkgutil.resolve_name(place))))
            yield


def measured(exercises: Sequence[str], count: int) -> list[Steps]:
    """Right and wrong submissions of each exercise."""
    from grader.sandbox.factory import WorkerFactory
    from grader.sandbox.host import replace_worker_source

    with WorkerFactory(built_in().modules_needed(*exercises), first=replace_worker_source) as factory:
        return [
            _steps(factory, exercise, kind, getattr(sample_of(exercise, count + 1), kind))
            for exercise in exercises
            for kind in ("right", "wrong")
        ]


def _steps(factory: Any, exercise: str, kind: str, sources: Sequence[Any]) -> Steps:
    from grader.grading.grade import grade
    from grader.grading.options import GradeOptions
    from grader.grading.planning import plan_of

    plan = plan_of(built_in(), exercise, SEED, GradeOptions(device="simgpu"))
    grade(factory, exercise, sources[0], plan)
    found: list[dict[str, float]] = []
    for source in sources[1:]:
        stopwatch = _Stopwatch()
        with stopwatch.installed():
            stopwatch.around(_REST, grade)(factory, exercise, source, plan)
        found.append(stopwatch.milliseconds)
    return Steps(
        exercise,
        kind,
        {name: Figure.of(one.get(name, 0.0) for one in found) for name in (*_STEPS, _REST)},
        {"template": memory_mib(factory.source.pid), "checker": memory_mib(os.getpid())},
    )


def memory_mib(pid: int) -> tuple[float, float]:
    """Resident memory of a process, and how much of it is shared with others (Linux)."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text("utf-8").splitlines()[1:]
    kib = {line.split(":")[0]: int(line.split()[1]) for line in lines}
    return kib["Rss"] / 1024, (kib["Shared_Clean"] + kib["Shared_Dirty"]) / 1024
