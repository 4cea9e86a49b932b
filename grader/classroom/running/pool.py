"""Grades many sources side by side on this machine: one slot process for each job.

A slot that dies, or that ends a task with a fault of ours, is replaced. Its task is tried once more, alone; what fails
then is reported as not graded, never as 0.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from types import TracebackType
from typing import Any

from grader.classroom.gradebook.grades import fault_in
from grader.classroom.running.grader_process import Setup, Slot, Task
from grader.errors import GraderFault

# No submission may take longer: its own limits end it far earlier, so a slot that is silent this long is sick.
SICK_S = 7200.0
TICK_S = 1.0


@dataclass(frozen=True)
class Done:
    """A task and what came of it: the outcome as JSON, or the reason why there is none."""

    task: Task
    outcome: dict[str, Any] | None
    fault: str | None = None

    @classmethod
    def of(cls, task: Task, result: dict[str, Any] | None, killed: str) -> Done:
        """What a slot's result means; without one, `killed` says why."""
        if result is None:
            return cls(task, None, killed)
        outcome = result.get("outcome")
        return cls(task, outcome, result.get("fault") if outcome is None else fault_in(outcome))


@dataclass
class Busy:
    """A slot at work on a task, and since when."""

    slot: Slot
    task: Task
    since_s: float = field(default_factory=time.monotonic)


class LocalPool:
    """Slots on this machine; use it as a context manager."""

    def __init__(
        self, setup: Setup, jobs: int, start: Callable[[tuple[str, ...], bool], Slot] = Slot, sick_s: float = SICK_S
    ) -> None:
        self.setup, self.jobs, self.start, self.sick_s = setup, jobs, start, sick_s
        self.idle: list[Slot] = []
        self.busy: dict[Any, Busy] = {}

    def __enter__(self) -> LocalPool:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for slot in (*self.idle, *(one.slot for one in self.busy.values())):
            slot.end()
        self.idle.clear()
        self.busy.clear()

    def run(self, tasks: Iterable[Task]) -> Iterator[Done]:
        """What came of each task, as they finish; the failed ones are tried once more, one at a time, at the end.

        Args:
            tasks: taken one at a time, when there is a slot for it: a class need not fit into memory.
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
                self.busy.popitem()[1].slot.end()

    def round(self, tasks: Iterable[Task], jobs: int) -> Iterator[Done]:
        """Grade the tasks with at most `jobs` slots at work."""
        waiting = iter(tasks)
        task = next(waiting, None)
        while task is not None or self.busy:
            while task is not None and len(self.busy) < jobs:
                self.hand_out(task)
                task = next(waiting, None)
            yield from self.collect()

    def hand_out(self, task: Task) -> None:
        """Give a task to an idle slot, or to a new one; a slot that dies of it is noticed when it is collected."""
        slot = self.idle.pop() if self.idle else self.new_slot()
        message = task.to_bytes(self.setup)
        try:
            slot.give(message)
        except OSError:
            slot.end()
            slot = self.new_slot()
            with contextlib.suppress(OSError):
                slot.give(message)
        self.busy[slot.connection] = Busy(slot, task)

    def new_slot(self) -> Slot:
        """A new slot; `GraderFault` when the machine gives no further process."""
        try:
            return self.start(self.setup.exercises, self.setup.confined)
        except OSError as error:
            raise GraderFault(f"No process for another grader ({error}). Use fewer --jobs, then go on.") from error

    def collect(self) -> Iterator[Done]:
        """What has finished within a tick; slots that are sick are ended."""
        for connection in wait(list(self.busy), TICK_S):
            yield self.finish(self.busy.pop(connection))
        for connection, one in list(self.busy.items()):
            if time.monotonic() - one.since_s > self.sick_s:
                del self.busy[connection]
                one.slot.end()
                yield Done(one.task, None, f"no result within {self.sick_s:g} s")

    def finish(self, one: Busy) -> Done:
        """The result of a slot that has something to say, or has died."""
        done = Done.of(one.task, one.slot.take(), "the process that graded it was killed")
        if done.fault:
            one.slot.end()
        else:
            self.idle.append(one.slot)
        return done


def cores() -> int:
    """Processors that this process may use: a batch system gives fewer than the machine has."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
