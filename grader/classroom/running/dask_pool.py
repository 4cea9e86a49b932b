"""The same tasks on a Dask cluster (extra `autogradus[dask]`): sources travel, not paths.

Each Dask worker keeps grader processes of ours, one for each of its threads, so the sandbox is the same as on one
machine: Dask itself is none. What crosses Dask is bytes there and JSON text back. A task whose Dask worker dies is run
again by Dask on another one.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Any

from distributed import Client, WorkerPlugin, as_completed, get_worker

from grader.classroom.running.grader_process import GraderProcess, Setup, Task
from grader.classroom.running.pool import Done
from grader.errors import UsageProblem

_PLUGIN = "autogradus-graders"
# Tasks that each thread of the cluster has or will have next; more would only fill the scheduler's memory.
_AHEAD = 2
CONNECT_S = 20
_WORKERS_S = 300


class _SlotKeeper(WorkerPlugin):  # type: ignore[misc]  # Dask's classes are Any to mypy
    """The processes of one Dask worker; they end when the class is done or the worker closes."""

    def __init__(self, setup: Setup) -> None:
        self.started_with = (setup.exercises, setup.confined, setup.course)

    def setup(self, worker: Any) -> None:
        """On the worker, before its first task."""
        self.idle: list[GraderProcess] = []
        self.lock, self.closed = threading.Lock(), False

    def teardown(self, worker: Any) -> None:
        """On the worker, when all is done."""
        with self.lock:
            self.closed = True
            while self.idle:
                self.idle.pop().end()

    def grade(self, message: bytes) -> dict[str, Any]:
        """Have an idle process, or a new one, grade one task."""
        with self.lock:
            process = self.idle.pop() if self.idle else None
        process = process or GraderProcess(*self.started_with)
        try:
            process.give(message)
            result = process.take()
        except OSError:
            result = None
        with self.lock:
            if result is None or "fault" in result or self.closed:
                process.end()
            else:
                self.idle.append(process)
        return result or {"fault": "the process that graded it was killed"}


def _grade_there(message: bytes) -> str:
    """Runs on a Dask worker: the result of one task as JSON text."""
    keeper: _SlotKeeper = get_worker().plugins[_PLUGIN]
    return json.dumps(keeper.grade(message))


class DaskPool:
    """Slots on the workers of a Dask cluster; use it as a context manager.

    Raises:
        UsageProblem: nobody answers at the address, or no worker joins.
    """

    def __init__(self, setup: Setup, address: str) -> None:
        self.setup = setup
        try:
            self.client = Client(address, timeout=CONNECT_S, set_as_default=False)
        except (OSError, ValueError) as error:
            raise UsageProblem(f"No Dask scheduler answers at {address}: {error}.") from error
        try:
            self.client.wait_for_workers(1, timeout=_WORKERS_S)
            self.client.register_plugin(_SlotKeeper(setup), name=_PLUGIN)
        except TimeoutError as error:
            self.client.close()
            raise UsageProblem(
                f"The Dask scheduler at {address} has no workers; start some: dask worker {address}."
            ) from error

    def __enter__(self) -> DaskPool:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        try:
            self.client.unregister_worker_plugin(_PLUGIN)
        finally:
            self.client.close()

    def run(self, tasks: Iterable[Task]) -> Iterator[Done]:
        """What came of each task, as they finish; those that failed are tried once more, one at a time, at the end."""
        again: list[Task] = []
        for done in self.round(tasks, None):
            if done.fault:
                again.append(done.task)
            else:
                yield done
        yield from self.round(again, 1)

    def round(self, tasks: Iterable[Task], most: int | None) -> Iterator[Done]:
        """Grade the tasks with at most `most` of them on the cluster, or as many as keep it busy."""
        pending, given = iter(tasks), dict[Any, Task]()
        finished = as_completed(loop=self.client.loop)
        while True:
            while len(given) < (most or self.capacity()) and (task := next(pending, None)) is not None:
                future = self.client.submit(_grade_there, task.to_bytes(self.setup), pure=False)
                given[future] = task
                finished.add(future)
            if not given:
                return
            future = next(finished)
            yield _outcome_of(future, given.pop(future))

    def capacity(self) -> int:
        """How many tasks the cluster takes at a time; workers come and go."""
        threads: dict[str, int] = self.client.nthreads()
        return max(1, _AHEAD * sum(threads.values()))


def _outcome_of(future: Any, task: Task) -> Done:
    """What a finished future means."""
    if future.status == "finished":
        return Done.of(task, json.loads(future.result()), "")
    error = future.exception() if future.status == "error" else "the cluster gave the task up"
    return Done(task, None, f"no result from the cluster: {error}")
