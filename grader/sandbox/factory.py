"""A steady factory of workers: a source that dies is replaced by one in a fresh interpreter."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from types import TracebackType

from grader.errors import GraderFault
from grader.sandbox.contract.worker_spec import WorkerSpec
from grader.sandbox.host import open_worker_source, replace_worker_source
from grader.sandbox.workers import Worker, WorkerSource


class WorkerFactory:
    """Hands out workers for as long as it is open; use it as a context manager."""

    def __init__(
        self,
        modules: Sequence[str],
        first: Callable[[Sequence[str]], WorkerSource] = open_worker_source,
        replacement: Callable[[Sequence[str]], WorkerSource] = replace_worker_source,
    ) -> None:
        self.modules, self.replacement = tuple(modules), replacement
        self.source = first(self.modules)
        self._lock = threading.Lock()
        self._standing_by: list[tuple[WorkerSpec, Worker]] = []

    def worker(self, spec: WorkerSpec) -> Worker:
        """A new worker; `GraderFault` when no source can be had."""
        with self._lock:
            for number, (made_for, worker) in enumerate(self._standing_by):
                if made_for == spec:
                    del self._standing_by[number]
                    return worker
            try:
                return self.source.worker(spec)
            except GraderFault:
                self.source.close()
                self.source = self.replacement(self.modules)
                return self.source.worker(spec)

    def stand_by(self, specs: Sequence[WorkerSpec]) -> None:
        """Start workers ahead: each is handed out to the first who asks for one of its spec."""
        with self._lock:
            for spec in specs:
                self._standing_by.append((spec, self.source.worker(spec)))

    def kill(self) -> None:
        """Let the source end while something else is done: no worker is wanted any more; leaving the context waits."""
        self.source.kill()

    def __enter__(self) -> WorkerFactory:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        with self._lock:
            for _, worker in self._standing_by:
                worker.end()
            self.source.close()
