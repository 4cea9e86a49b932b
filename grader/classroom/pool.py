"""Grades many sources side by side on this machine: one slot process for each job.

A slot that dies is replaced. A task whose slot died, or that ended in a fault of ours, is tried once more, alone; what
fails then is reported as not graded, never as 0.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from types import TracebackType
from typing import Any

from grader.classroom.recording import fault_in
from grader.classroom.slot import Setup, Slot, Task

# No submission may take longer: its own limits end it far earlier, so a slot that is silent this long is sick.
SICK_S = 7200.0
TICK_S = 1.0


@dataclass(frozen=True)
class Done:
    """A task and what came of it: the outcome as JSON, or the reason why there is none."""

    task: Task
    outcome: dict[str, Any] | None
    fault: str | None = None


@dataclass
class Busy:
    """A slot at work on a task, and since when."""

    slot: Slot
    task: Task
    since_s: float = field(default_factory=time.monotonic)


class LocalPool:
    """Slots on this machine; use it as a context manager."""

    def __init__(self, setup: Setup, jobs: int) -> None:
        self.setup, self.jobs = setup, jobs
        self.idle: list[Slot] = []
        self.busy: dict[Any, Busy] = {}

    def __enter__(self) -> LocalPool:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for slot in (*self.idle, *(one.slot for one in self.busy.values())):
            slot.end()

    def run(self, tasks: Sequence[Task]) -> Iterator[Done]:
        """What came of each task, as they finish; the failed ones are tried once more, one at a time, at the end."""
        again: list[Task] = []
        for done in self.round(tasks, self.jobs):
            if done.outcome is None or fault_in(done.outcome):
                again.append(done.task)
            else:
                yield done
        yield from self.round(again, 1)

    def round(self, tasks: Sequence[Task], jobs: int) -> Iterator[Done]:
        """Grade the tasks with at most `jobs` slots at work."""
        queue = deque(tasks)
        while queue or self.busy:
            while queue and len(self.busy) < jobs:
                self.start(queue.popleft())
            yield from self.collect()

    def start(self, task: Task) -> None:
        """Give a task to an idle slot, or to a new one."""
        slot = self.idle.pop() if self.idle else Slot(self.setup)
        try:
            slot.give(task)
        except OSError:
            slot.end()
            slot = Slot(self.setup)
            slot.give(task)
        self.busy[slot.connection] = Busy(slot, task)

    def collect(self) -> Iterator[Done]:
        """What has finished within a tick; slots that are sick are ended."""
        for connection in wait(list(self.busy), TICK_S):
            yield self.finish(self.busy.pop(connection))
        for connection, one in list(self.busy.items()):
            if time.monotonic() - one.since_s > SICK_S:
                del self.busy[connection]
                one.slot.end()
                yield Done(one.task, None, f"no result within {SICK_S:g} s")

    def finish(self, one: Busy) -> Done:
        """The result of a slot that has something to say, or has died."""
        result = one.slot.take()
        if result is None:
            one.slot.end()
            return Done(one.task, None, "the process that graded it was killed")
        self.idle.append(one.slot)
        return Done(one.task, result.get("outcome"), result.get("fault"))
