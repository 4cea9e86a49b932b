"""The checker's side of the sandbox: where workers come from, and how each one is asked, killed and cleared away.

Three sources of workers, one interface, chosen in `open_worker_source` alone:

- `ForkedTemplate`: this process forks a template before it loads any secret (Linux, the usual way);
- `FreshTemplate`: a template in a new interpreter, for when this process already holds secrets (a template that died is
  replaced by one of these);
- `FreshWorkers`: a new interpreter for each worker, where `fork` is not to be had or not safe (macOS).
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Sequence
from typing import Any

from grader.errors import GraderFault
from grader.processes import python_command
from grader.sandbox.contract.worker_spec import WorkerSpec
from grader.sandbox.workers import Exit, WorkerSource

_TEMPLATE_WAIT_S = 300.0


class _TemplateLink(WorkerSource):
    """A template process behind a control socket."""

    def __init__(self, control: socket.socket, pid: int) -> None:
        self.control, self.pid = control, pid
        # One command at a time, whoever gives it.
        self._lock = threading.Lock()
        control.settimeout(_TEMPLATE_WAIT_S)

    def spawn(self, spec: WorkerSpec, stream: socket.socket, output_fd: int) -> int:
        """See `WorkerSource.spawn`."""
        command = json.dumps({"do": "spawn", "spec": spec.to_text()}).encode()
        with self._lock:
            socket.send_fds(self.control, [command], [stream.fileno(), output_fd])
            return int(self.answer()["pid"])

    def reap(self, pid: int) -> Exit:
        """See `WorkerSource.reap`; a template that has died cannot say how the worker ended."""
        try:
            with self._lock:
                self.control.sendall(json.dumps({"do": "reap", "pid": pid}).encode())
                answer = self.answer()
        except OSError:
            return Exit(None)
        return Exit(answer["exit"], answer.get("cpu_s", 0.0), answer.get("memory_mib", 0.0))

    def answer(self) -> dict[str, Any]:
        """The next answer line; `OSError` when the template has gone."""
        line = bytearray()
        while not line.endswith(b"\n"):
            part = self.control.recv(1 << 16)
            if not part:
                raise ConnectionResetError("the template has ended")
            line += part
        return json.loads(line)  # type: ignore[no-any-return]  # our own template's line

    def kill(self) -> None:
        """See `WorkerSource.kill`."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    def close(self) -> None:
        """See `WorkerSource.close`."""
        self.control.close()
        self.kill()
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self.pid, 0)


class ForkedTemplate(_TemplateLink):
    """A template forked from this process, which must hold no secret yet."""

    def __init__(self, modules: Sequence[str]) -> None:
        from grader.sandbox.inside import template

        with template.uncollected():
            import torch  # noqa: F401  # imported once, here, for the checker and for every worker

        ours, theirs = socket.socketpair()
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            try:
                ours.close()
                os.setsid()
                template.die_with(parent)
                template.warm_up(list(modules))
                template.serve(theirs)
            finally:
                os._exit(1)
        theirs.close()
        super().__init__(ours, pid)


class FreshTemplate(_TemplateLink):
    """A template in a new interpreter."""

    def __init__(self, modules: Sequence[str]) -> None:
        ours, theirs = socket.socketpair()
        entry = "from grader.sandbox.inside.template import main; main()"
        process = _interpreter(entry, [str(theirs.fileno()), json.dumps(list(modules))], (theirs.fileno(),))
        theirs.close()
        super().__init__(ours, process.pid)
        self.process = process
        try:
            self.answer()
        except OSError as error:
            raise GraderFault("a fresh template did not start; run `grade doctor`.") from error

    def close(self) -> None:
        """See `WorkerSource.close`."""
        self.control.close()
        self.process.kill()
        self.process.wait()


class FreshWorkers(WorkerSource):
    """A new interpreter for every worker."""

    def __init__(self, modules: Sequence[str]) -> None:
        self.modules = list(modules)
        self.processes: dict[int, subprocess.Popen[bytes]] = {}

    def spawn(self, spec: WorkerSpec, stream: socket.socket, output_fd: int) -> int:
        """See `WorkerSource.spawn`."""
        entry = "from grader.sandbox.inside.fresh import main; main()"
        arguments = [str(stream.fileno()), str(output_fd), spec.to_text(), json.dumps(self.modules)]
        process = _interpreter(entry, arguments, (stream.fileno(), output_fd))
        self.processes[process.pid] = process
        return process.pid

    def reap(self, pid: int) -> Exit:
        """See `WorkerSource.reap`."""
        process = self.processes.pop(pid, None)
        return Exit(process.wait() if process else None)

    def close(self) -> None:
        """See `WorkerSource.close`."""
        for process in self.processes.values():
            process.kill()
            process.wait()
        self.processes.clear()


def open_worker_source(modules: Sequence[str]) -> WorkerSource:
    """The best source of workers here; call it before anything secret is loaded."""
    if sys.platform == "linux":
        return ForkedTemplate(modules)
    return FreshWorkers(modules)


def replace_worker_source(modules: Sequence[str]) -> WorkerSource:
    """A source for a process that holds secrets already."""
    return FreshTemplate(modules) if sys.platform == "linux" else FreshWorkers(modules)


def _interpreter(entry: str, arguments: list[str], descriptors: tuple[int, ...]) -> subprocess.Popen[bytes]:
    """A new isolated interpreter that sees our package and nothing of the current folder or the environment."""
    return subprocess.Popen(
        python_command(entry, *arguments, isolated=True),
        pass_fds=descriptors,
        stdin=subprocess.DEVNULL,
        # One thread: a worker locks itself down, and no thread of a numerical library may stay free.
        env={"PATH": os.defpath, "LANG": "C.UTF-8", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
        start_new_session=True,
    )
