"""Grades many sources side by side on this machine: one grader process for each job.

A process that dies, or that ends a task with a fault of ours, is replaced. Its task is tried once more, alone; what fails
then is reported as not graded, never as 0.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from types import TracebackType
from typing import Any

from grader.classroom.running.grader_process import GraderProcess, Setup, Task
from grader.errors import GraderFault
from grader.outcome import Grade

# No submission may take longer: its own limits end it far earlier, so a process that is silent this long is sick.
_SICK_S = 7200.0
_TICK_S = 1.0


@dataclass(frozen=True)
class Done:
    """A task and what came of it: the grade, or the reason why there is none."""

    task: Task
    grade: Grade | None
    fault: str | None = None

    @classmethod
    def of(cls, task: Task, result: dict[str, Any] | None, killed: str) -> Done:
        """What a process's result means; without one, `killed` says why."""
        if result is None:
            return cls(task, None, killed)
        if "grade" not in result:
            return cls(task, None, result.get("fault"))
        try:
            grade = Grade.from_json(result["grade"])
        except (KeyError, TypeError, ValueError) as error:
            return cls(task, None, f"the result of the process that graded it cannot be read ({error!r})")
        return cls(task, grade, grade.fault)

    @property
    def cpu_s(self) -> float:
        """CPU seconds of the submission's workers."""
        return self.grade.usage.get("cpu_s", 0.0) if self.grade else 0.0


@dataclass
class Busy:
    """A process at work on a task, and since when."""

    process: GraderProcess
    task: Task
    since_s: float = field(default_factory=time.monotonic)


class LocalPool:
    """Grader processes of this machine; use it as a context manager."""

    def __init__(
        self,
        setup: Setup,
        jobs: int,
        start: Callable[[tuple[str, ...], bool, str], GraderProcess] = GraderProcess,
        sick_s: float = _SICK_S,
    ) -> None:
        self.setup, self.jobs, self.start, self.sick_s = setup, jobs, start, sick_s
        self.idle: list[GraderProcess] = []
        self.busy: dict[Any, Busy] = {}

    def __enter__(self) -> LocalPool:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for process in (*self.idle, *(busy.process for busy in self.busy.values())):
            process.end()
        self.idle.clear()
        self.busy.clear()

    def run(self, tasks: Iterable[Task]) -> Iterator[Done]:
        """What came of each task, as they finish; the failed ones are tried once more, one at a time, at the end.

        Args:
            tasks: taken one at a time, when there is a process for it: a class need not fit into memory.
        """
        again: list[Task] = []
        try:
            for done in self.round(tasks, self.jobs):
                if done.fault:
                    again.append(done.task)
                else:
                    yield done
            yield from self.round(again, 1)
        finally:
            # Whoever stops listening in the middle must not get what is left of this run with the next.
            while self.busy:
                self.busy.popitem()[1].process.end()

    def round(self, tasks: Iterable[Task], jobs: int) -> Iterator[Done]:
        """Grade the tasks with at most `jobs` processes at work."""
        pending = iter(tasks)
        task = next(pending, None)
        while task is not None or self.busy:
            while task is not None and len(self.busy) < jobs:
                self.hand_out(task)
                task = next(pending, None)
            yield from self.collect()

    def hand_out(self, task: Task) -> None:
        """Give a task to an idle process, or to a new one; a process that dies of it is noticed when it is collected."""
        process = self.idle.pop() if self.idle else self.new_process()
        message = task.to_bytes(self.setup)
        try:
            process.give(message)
        except OSError:
            process.end()
            process = self.new_process()
            with contextlib.suppress(OSError):
                process.give(message)
        self.busy[process.connection] = Busy(process, task)

    def new_process(self) -> GraderProcess:
        """A new process; `GraderFault` when the machine gives no further process."""
        try:
            return self.start(self.setup.exercises, self.setup.confined, self.setup.course)
        except OSError as error:
            raise GraderFault(f"No process for another grader ({error}). Use fewer --jobs, then go on.") from error

    def collect(self) -> Iterator[Done]:
        """What has finished within a tick; processes that are sick are ended."""
        for connection in wait(list(self.busy), _TICK_S):
            yield self.finish(self.busy.pop(connection))
        for connection, busy in list(self.busy.items()):
            if time.monotonic() - busy.since_s > self.sick_s:
                del self.busy[connection]
                busy.process.end()
                yield Done(busy.task, None, f"no result within {self.sick_s:g} s")

    def finish(self, busy: Busy) -> Done:
        """The result of a process that has something to say, or has died."""
        done = Done.of(busy.task, busy.process.take(), "the process that graded it was killed")
        if done.fault:
            busy.process.end()
        else:
            self.idle.append(busy.process)
        return done
