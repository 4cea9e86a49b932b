"""The same tasks on a Dask cluster (extra `autogradus[dask]`): sources travel, not paths.

Each Dask worker keeps one slot process of ours, so the sandbox is the same as on one machine: Dask itself is none. A
task whose Dask worker dies is run again by Dask on another one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cache
from types import TracebackType
from typing import Any

from grader.classroom.pool import Done
from grader.classroom.recording import fault_in
from grader.classroom.slot import Setup, Slot, Task
from grader.errors import UsageProblem

RETRIES = 2


class DaskPool:
    """Slots on the workers of a Dask cluster; use it as a context manager.

    Raises:
        UsageProblem: Dask is not installed, or nobody answers at the address.
    """

    def __init__(self, setup: Setup, address: str) -> None:
        try:
            from dask.distributed import Client
        except ImportError as error:
            raise UsageProblem("--dask needs Dask: pip install 'autogradus[dask]', here and on the workers.") from error
        self.setup_text = json.dumps(vars(setup))
        try:
            self.client = Client(address, timeout=20)
        except OSError as error:
            raise UsageProblem(f"No Dask scheduler answers at {address}: {error}.") from error

    def __enter__(self) -> DaskPool:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.client.close()

    def run(self, tasks: Sequence[Task]) -> Iterator[Done]:
        """What came of each task, as they finish; those that failed are tried once more at the end."""
        again: list[Task] = []
        for done in self.round(tasks):
            if done.outcome is None or fault_in(done.outcome):
                again.append(done.task)
            else:
                yield done
        yield from self.round(again)

    def round(self, tasks: Sequence[Task]) -> Iterator[Done]:
        """Grade the tasks on whatever workers there are."""
        from dask.distributed import as_completed

        messages = {
            self.client.submit(grade_there, self.setup_text, task.to_bytes(), pure=False, retries=RETRIES): task
            for task in tasks
        }
        for future in as_completed(list(messages)):
            task = messages.pop(future)
            if future.status != "finished":
                yield Done(task, None, "its Dask worker died again and again")
                continue
            result: dict[str, Any] = json.loads(future.result())
            yield Done(task, result.get("outcome"), result.get("fault"))


def grade_there(setup_text: str, message: bytes) -> str:
    """Runs on a Dask worker: grade one task in this worker's slot; the result as JSON text."""
    slot = own_slot(setup_text)
    try:
        slot.give(Task.from_bytes(message))
        result = slot.take()
    except OSError:
        result = None
    if result is None:
        own_slot.cache_clear()
        slot.end()
        return json.dumps({"fault": "the process that graded it was killed"})
    return json.dumps(result)


@cache
def own_slot(setup_text: str) -> Slot:
    """The slot of this Dask worker, started with its first task."""
    return Slot(Setup(**json.loads(setup_text)))
