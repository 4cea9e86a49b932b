"""The worker: locks itself down, then answers requests until the checker goes away."""

from __future__ import annotations

import bdb
import contextlib
import faulthandler
import io
import os
import signal
import socket
import sys
import warnings
from collections.abc import Callable
from typing import Any, NoReturn

import torch

from grader.sandbox.contract.worker_spec import WorkerSpec
from grader.sandbox.inside.lockdown.level import Lockdown
from grader.sandbox.inside.pipe import Pipe
from grader.sandbox.inside.request_handler import RequestHandler


def work(stream: socket.socket, output_fd: int, spec: WorkerSpec) -> None:
    """Serve one submission; returns when the checker closes the pipe.

    Args:
        stream: the pipe to the checker.
        output_fd: where everything printed goes.
        spec: the worker's surroundings.
    """
    _redirect(output_fd)
    torch.set_num_threads(1)
    notices: list[str] = []
    lockdown = _confine(spec, stream.fileno())
    context, to_cpu = _accelerate(spec)
    if spec.confined:
        from grader.sandbox.inside.lockdown.walls import soften

        notices = soften(pinning=spec.accelerator == "cuda")
    has_generators = spec.accelerator == "cuda" or sys.platform == "darwin"
    seeding = {"seed": torch.manual_seed} if has_generators else {}
    pipe, handler = Pipe(stream), RequestHandler(spec.scratch, to_cpu, notices, **seeding)
    with context:
        _serve(pipe, handler, {"lockdown": lockdown}, notices)


def _serve(pipe: Pipe, handler: RequestHandler, greeting: dict[str, Any], notices: list[str]) -> None:
    """Answer requests; the first reply carries the greeting, each reply the notices that are new."""
    while (received := pipe.receive()) is not None:
        request, values = received
        reply, packer = handler.answer(request, values)
        _flush()
        told, notices[:] = list(notices), []
        pipe.send({**greeting, **reply, "id": request["id"], "nonce": request["nonce"], "notices": told}, packer)
        greeting = {}


def _redirect(output_fd: int) -> None:
    """stdin from /dev/null, stdout and stderr into the output pipe, no debugger, a stack dump on SIGUSR1."""
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.dup2(output_fd, 1)
    os.dup2(output_fd, 2)
    os.close(null)
    os.close(output_fd)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115  # stays open as long as the process
    sys.stdout = io.TextIOWrapper(open(1, "wb", closefd=False), "utf-8", "replace", line_buffering=True)  # noqa: SIM115
    sys.stderr = io.TextIOWrapper(open(2, "wb", closefd=False), "utf-8", "replace", write_through=True)  # noqa: SIM115
    # A warning is for reading: whatever the template's process made of warnings, here they cost nothing.
    warnings.resetwarnings()
    warnings.simplefilter("default")
    sys.breakpointhook = _no_debugger
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    faulthandler.register(signal.SIGUSR1, file=2, all_threads=False)


def _no_debugger(*args: Any, **named: Any) -> NoReturn:
    """breakpoint() ends as a debugger without a keyboard does, less the prompts that it would print."""
    raise bdb.BdbQuit


def _confine(spec: WorkerSpec, keep_fd: int) -> dict[str, Any]:
    """Lock this process down; the facts of it as plain values."""
    os.chdir(spec.scratch)
    if not spec.confined:
        return Lockdown.without("sandbox", "it was turned off with --no-sandbox.").to_plain()
    from grader.sandbox.inside.lockdown.lockdown import confine_worker

    return confine_worker(spec, keep_fd)


def _accelerate(
    spec: WorkerSpec,
) -> tuple[contextlib.AbstractContextManager[Any], Callable[[torch.Tensor], torch.Tensor]]:
    """The context in which devices of the spec exist, and how a tensor becomes a plain CPU one."""
    if spec.accelerator != "simgpu":
        return contextlib.nullcontext(), lambda tensor: tensor.detach().cpu()
    from grader.sandbox.inside.simgpu.device import cpu_copy, install

    return install(), cpu_copy


def _flush() -> None:
    """Write out what the learner's code printed, whatever it did to sys.stdout."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(Exception):
            stream.flush()
