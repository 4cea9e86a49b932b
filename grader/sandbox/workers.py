"""A worker as the checker holds it, and what every source of workers must be able to do."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import select
import signal
import socket
import tempfile
from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import Path

from grader.errors import GraderFault
from grader.processes import is_alive
from grader.sandbox.channel import Channel, Output
from grader.sandbox.cleanup import remove_tree
from grader.sandbox.contract.worker_spec import WorkerSpec
from grader.sandbox.worker_users import claim_worker_user

_SCRATCH_PREFIX = "autogradus-scratch-"


@dataclass(frozen=True)
class Exit:
    """How a worker ended: exit status (negative: the signal; None: unknown) and what it used."""

    status: int | None
    cpu_s: float = 0.0
    memory_mib: float = 0.0


class Worker:
    """One worker process, its pipe and its scratch folder."""

    def __init__(
        self, source: WorkerSource, pid: int, channel: Channel, spec: WorkerSpec, claim: contextlib.ExitStack
    ) -> None:
        self.source, self.pid, self.channel, self.spec = source, pid, channel, spec
        self.claim = claim
        self.exit: Exit | None = None

    def kill(self) -> None:
        """Kill the worker if it lives, without waiting for its end."""
        if self.exit is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)

    def end(self) -> Exit:
        """Kill the worker if it lives, wait for it, and remove its scratch folder."""
        if self.exit is None:
            self.kill()
            self.exit = self.source.reap(self.pid)
            self.channel.output.drain()
            self.channel.close()
            remove_tree(self.spec.scratch)
            self.claim.close()
        return self.exit

    def wait(self) -> Exit:
        """The exit of a worker that has closed its pipe; it is given a moment to end by itself."""
        if self.exit is None:
            self.source.await_end(self.pid)
        return self.end()


class WorkerSource(ABC):
    """Where workers come from."""

    @abstractmethod
    def spawn(self, spec: WorkerSpec, stream: socket.socket, output_fd: int) -> int:
        """Start a worker in `spec` with these ends of its pipes; returns its process id."""

    @abstractmethod
    def reap(self, pid: int) -> Exit:
        """Wait for a worker that has ended or was killed."""

    @abstractmethod
    def close(self) -> None:
        """End it; its workers end with it."""

    def kill(self) -> None:  # noqa: B027  # where nothing can be begun, close does it all
        """Begin to end it; `close` waits for that."""

    def await_end(self, pid: int) -> None:
        """Wait up to a second for a process to end by itself, so that its own exit status is seen."""
        with contextlib.suppress(OSError):
            descriptor = os.pidfd_open(pid)
            select.select([descriptor], [], [], 1.0)
            os.close(descriptor)

    def worker(self, spec: WorkerSpec) -> Worker:
        """A new worker with a private scratch folder and, as root, a user of its own."""
        claim = contextlib.ExitStack()
        identity = claim.enter_context(claim_worker_user())
        spec = dataclasses.replace(spec, user_number=identity.number if identity else 0, scratch=_new_scratch())
        ours, theirs = socket.socketpair()
        read_fd, write_fd = os.pipe()
        try:
            pid = self.spawn(spec, theirs, write_fd)
        except OSError as error:
            ours.close()
            os.close(read_fd)
            remove_tree(spec.scratch)
            claim.close()
            raise GraderFault("the template that starts workers has ended.") from error
        finally:
            theirs.close()
            os.close(write_fd)
        channel = Channel(ours, Output(read_fd, spec.limits.output_kib), pid)
        return Worker(self, pid, channel, spec, claim)


def _new_scratch() -> str:
    """A new private folder; its name tells whose it is, so that it can be cleared away if this process is killed."""
    return os.path.realpath(tempfile.mkdtemp(prefix=f"{_SCRATCH_PREFIX}{os.getpid()}-"))


def remove_orphans() -> None:
    """Remove scratch folders of graders that were killed before they could."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_SCRATCH_PREFIX}*-*"):
        pid = folder.name.removeprefix(_SCRATCH_PREFIX).partition("-")[0]
        if pid.isdigit() and not is_alive(int(pid)):
            with contextlib.suppress(OSError):
                remove_tree(str(folder))
