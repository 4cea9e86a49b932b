"""The least that a submission can cost: a warm process forks, loads the file, carries out the very same requests, and ends.

No lockdown, no pipe, no judging, one process a submission. The requests are those of a real grading, recorded once.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from multiprocessing.connection import Connection, Pipe
from types import TracebackType
from typing import Any

from benchmarks.rounds import ROOT
from grader.session.worker_session import WorkerSession

Frame = tuple[str, bytes]
_IDENTITY = {"id": 0, "nonce": ""}


def recording(into: list[Frame]) -> type[WorkerSession]:
    """A kind of session that notes every request of the submission that was answered, with the accelerator beside it."""

    class Recording(WorkerSession):
        def judge(self, worker: Any, request: Any, answer: Any, identity: Any, limits: Any) -> Any:
            reply = super().judge(worker, request, answer, identity, limits)
            is_load = request.function == self.source.file
            if reply is not None and not is_load and self.source.name != "misconceptions":
                into.append((self.spec.accelerator, request.pack(_IDENTITY, self.alias)))
            return reply

    return Recording


class Floor:
    """The warm process, in an interpreter of its own; use it as a context manager."""

    def __init__(self, modules: Sequence[str]) -> None:
        self._ours, theirs = Pipe()
        command = [sys.executable, "-m", "benchmarks.floor", str(theirs.fileno()), *modules]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        self._process = subprocess.Popen(command, pass_fds=(theirs.fileno(),), env=environment, cwd=ROOT)
        theirs.close()

    def cpu_s(self, source: bytes, frames: Sequence[Frame]) -> float:
        """CPU seconds that the submission takes."""
        self._ours.send((source, list(frames)))
        return float(self._ours.recv())

    def __enter__(self) -> Floor:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._ours.close()
        self._process.wait()


def main() -> None:
    """The life of the warm process: descriptor and modules are on its command line."""
    from grader.sandbox.inside import template

    connection: Connection[Any, Any] = Connection(int(sys.argv[1]))
    template.warm_up(sys.argv[2:])
    with contextlib.suppress(EOFError):
        while True:
            source, frames = connection.recv()
            connection.send(_forked(source, frames))


def _forked(source: bytes, frames: Sequence[Frame]) -> float:
    start_s = time.process_time()
    pid = os.fork()
    if pid == 0:
        try:
            _carry_out(source, frames)
        finally:
            os._exit(0)
    _, _, usage = os.wait4(pid, 0)
    return time.process_time() - start_s + usage.ru_utime + usage.ru_stime


def _carry_out(source: bytes, frames: Sequence[Frame]) -> None:
    """Load the file and answer; replies go nowhere."""
    import torch

    from grader.sandbox.contract.wire import PREFIX
    from grader.sandbox.contract.wire_reader import lengths, parse
    from grader.sandbox.inside.request_handler import RequestHandler

    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(null, 2)
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as scratch, contextlib.ExitStack() as stack:
        os.chdir(scratch)
        handler = RequestHandler(scratch, _accelerator(stack, frames), [])
        handler.file = os.path.join(scratch, "submission.py")
        with contextlib.suppress(BaseException):
            _load(handler, source)
        for _, frame in frames:
            header_bytes, _ = lengths(frame[: PREFIX.size])
            body = frame[PREFIX.size :]
            handler.answer(*parse(body[:header_bytes], body[header_bytes:], torch.device))


def _accelerator(stack: contextlib.ExitStack, frames: Sequence[Frame]) -> Any:
    """How a tensor becomes a plain one; the simulated device is there when a request needs it."""
    if all(accelerator == "cpu" for accelerator, _ in frames):
        return lambda tensor: tensor.detach().cpu()
    from grader.sandbox.inside.simgpu.device import cpu_copy, install

    stack.enter_context(install())
    return cpu_copy


def _load(handler: Any, source: bytes) -> None:
    import importlib.util

    with open(handler.file, "wb") as file:
        file.write(source)
    spec = importlib.util.spec_from_file_location("submission", handler.file)
    assert spec is not None and spec.loader is not None
    handler.module = importlib.util.module_from_spec(spec)
    sys.modules["submission"] = handler.module
    spec.loader.exec_module(handler.module)


if __name__ == "__main__":
    main()
