"""The template: a process that has imported torch, computed nothing, knows no secret, and forks workers.

One control socket. Each command is one JSON line; a `spawn` comes with two descriptors: the worker's pipe and where its
output goes. Answers are JSON lines. When the checker goes away the socket ends, the template ends, and the kernel kills
its workers (parent-death signal).
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import json
import os
import resource
import signal
import socket
import sys
from collections.abc import Iterator
from typing import Any, NoReturn

_PR_SET_PDEATHSIG = 1
_COMMAND_LIMIT_BYTES = 64 << 10
# Imported once here instead of in every worker: what every request needs, and what goes with a module that the stubs
# import. Datasets are loaded from torchvision; torch.testing.assert_close, with which a traced function is compared,
# brings torch.distributed.tensor.
_ALWAYS = ("numpy.random", "grader.sandbox.inside.worker", "grader.sandbox.inside.light_dynamo")
_GOES_WITH = {"torch.utils.data": "torchvision.datasets", "torch.fx": "torch.distributed.tensor"}


def warm_up(modules: list[str]) -> None:
    """Import what workers will need; a module that is absent is the learner's to report, not ours."""
    with uncollected():
        import torch

        torch.set_num_threads(1)
        companions = [_GOES_WITH[name] for name in modules if name in _GOES_WITH]
        for name in (*_ALWAYS, *modules, *companions):
            with contextlib.suppress(ImportError):
                importlib.import_module(name)
        from grader.sandbox.inside import light_dynamo

        light_dynamo.install()
        with contextlib.suppress(ImportError):
            importlib.import_module("grader.sandbox.inside.lockdown.lockdown").preload()
        with contextlib.suppress(ImportError):
            importlib.import_module("grader.sandbox.inside.simgpu.device").prepare()


@contextlib.contextmanager
def uncollected() -> Iterator[None]:
    """What is imported inside is never looked through for garbage: imports make much and leave next to none."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def serve(control: socket.socket) -> NoReturn:
    """Carry out commands until the checker goes away."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    pid = os.getpid()
    while True:
        try:
            data, descriptors, _, _ = socket.recv_fds(control, _COMMAND_LIMIT_BYTES, 2)
        except OSError:
            os._exit(0)
        if not data:
            os._exit(0)
        command = json.loads(data)
        if command["do"] == "spawn":
            answer = {"pid": spawn(control, descriptors, command["spec"], pid)}
        else:
            answer = reap(command["pid"])
        with contextlib.suppress(OSError):
            control.sendall(json.dumps(answer).encode() + b"\n")


def spawn(control: socket.socket, descriptors: list[int], spec: str, template_pid: int) -> int:
    """Fork one worker; returns its process id."""
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            control.close()
            _become_worker(descriptors, spec, template_pid)
            status = 0
        finally:
            os._exit(status)
    for descriptor in descriptors:
        os.close(descriptor)
    return pid


def _become_worker(descriptors: list[int], spec: str, template_pid: int) -> None:
    """The life of a forked worker."""
    from grader.sandbox.contract.worker_spec import WorkerSpec
    from grader.sandbox.inside.worker import work

    die_with(template_pid)
    work(socket.socket(fileno=descriptors[0]), descriptors[1], WorkerSpec.from_text(spec))


def die_with(parent_pid: int) -> None:
    """Ask the kernel to kill this process when its parent ends (Linux; elsewhere the closed pipe ends it)."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent_pid:
        os._exit(1)


def reap(pid: int) -> dict[str, Any]:
    """Wait for a worker that has ended or was killed; its exit status and what it used."""
    try:
        _, status, usage = os.wait4(pid, 0)
    except ChildProcessError:
        return {"exit": None}
    scale = 1024 if sys.platform == "linux" else 1
    return {
        "exit": os.waitstatus_to_exitcode(status),
        "cpu_s": usage.ru_utime + usage.ru_stime,
        "memory_mib": usage.ru_maxrss * scale / (1 << 20),
    }


def main() -> NoReturn:
    """Entry of a template in a fresh interpreter: `python -I -c ... FD MODULES`."""
    control = socket.socket(fileno=int(sys.argv[1]))
    with contextlib.suppress(OSError):
        os.setsid()
    die_with(os.getppid())
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    warm_up(json.loads(sys.argv[2]))
    control.sendall(b'{"ready": true}\n')
    serve(control)
