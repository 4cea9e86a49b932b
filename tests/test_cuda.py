"""Device code on a real CUDA device, inside the full sandbox: `pytest -m cuda`, on a machine that has one.

Needs no network and torch 2.11 or newer. It imports torch in this process without touching the device: a process that has
used CUDA cannot fork workers that use it, so the template is a new interpreter.
"""

from __future__ import annotations

import ast
import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from grader.courses import built_in
from grader.grading.grade import Plan, grade
from grader.grading.options import GradeOptions
from grader.grading.planning import plan_of
from grader.outcome import Grade, Status
from grader.sandbox.contract.limits import Limits
from grader.sandbox.contract.worker_spec import WorkerSpec
from grader.sandbox.factory import WorkerFactory
from grader.sandbox.host import replace_worker_source
from grader.session.exchange import Reply, Request
from grader.session.worker_session import WorkerSession
from grader.source import SourceFile

COURSE = built_in()

ROOT = Path(__file__).resolve().parents[1]
# Making a context on the device takes seconds of CPU the first time.
LIMITS = Limits(cpu_s=120, wall_s=600, memory_mib=16384)
PROGRAM = b"""
import os

import torch


def on_the_device():
    x = torch.arange(4.0, device="cuda")
    w = torch.ones(4, device="cuda", requires_grad=True)
    (x @ w).backward()
    return str(x.device), w.grad.cpu()


def opened(path):
    on_the_device()
    try:
        with open(path, "rb"):
            return "opened"
    except OSError as error:
        return type(error).__name__


def opened_of(paths):
    return [path for path in paths if opened_for_writing(path)]


def starts_a_process():
    on_the_device()
    try:
        return os.posix_spawn("/bin/true", ["true"], {})
    except OSError as error:
        return type(error).__name__


def opened_for_writing(path):
    try:
        os.close(os.open(path, os.O_RDWR))
        return True
    except OSError:
        return False


def connects():
    import socket
    on_the_device()
    try:
        socket.create_connection(("127.0.0.1", 9), timeout=1)
    except OSError as error:
        return type(error).__name__
"""


def has_cuda() -> bool:
    """Whether a device is present; asks the driver without making a context in this process."""
    import torch

    return torch.cuda.is_available()


pytestmark = [pytest.mark.cuda, pytest.mark.skipif(not has_cuda(), reason="needs a CUDA device")]


@pytest.fixture(scope="module")
def factory() -> Iterator[WorkerFactory]:
    """Workers from a template in a new interpreter."""
    modules = COURSE.modules_needed(*COURSE.names())
    with WorkerFactory(modules, first=replace_worker_source) as factory:
        yield factory


@pytest.fixture(scope="module")
def ask(factory: WorkerFactory) -> Iterator[Callable[..., Reply]]:
    """Asks a worker of one accelerator: `ask("cuda", "opened", "/dev/kvm")`."""
    sessions: dict[str, WorkerSession] = {}
    source = SourceFile("attempt", PROGRAM, "attempt.py")

    def ask_worker(accelerator: str, function: str, *args: Any) -> Reply:
        spec = WorkerSpec("", LIMITS, accelerator)
        session = sessions.setdefault(accelerator, WorkerSession(factory, source, spec))
        return session.ask(Request(function, args), LIMITS)

    yield ask_worker
    for session in sessions.values():
        session.close()


def graded(factory: WorkerFactory, exercise: str) -> Grade:
    """The grade of a solution on CPU and CUDA."""
    source = SourceFile(exercise, (ROOT / "solutions" / f"{exercise}.py").read_bytes(), f"{exercise}.py")
    plan: Plan = dataclasses.replace(plan_of(built_in(), exercise, 1, GradeOptions(device="cuda")), diagnose=False)
    return grade(factory, exercise, source, plan)


@pytest.mark.parametrize("exercise", COURSE.names())
def test_a_solution_gets_every_point_on_cuda(factory: WorkerFactory, exercise: str) -> None:
    """And inside the full sandbox."""
    result = graded(factory, exercise)

    assert [(check.name, check.message) for check in result.checks if check.status is not Status.PASSED] == []
    assert result.isolation["level"] == "full"
    on_cuda = {check.name for check in result.checks if "cuda" in check.proven_on}
    assert on_cuda == of_devices(exercise), "checks that take accelerators, and no others, ran on the device"


def of_devices(exercise: str) -> set[str]:
    """The checks that take accelerators."""
    tree = ast.parse(COURSE.checks_path(exercise).read_text("utf-8"))
    checks = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("check_")]
    return {
        node.name.removeprefix("check_") for node in checks if "accelerators" in [arg.arg for arg in node.args.args]
    }


def test_a_worker_uses_the_device(ask: Callable[..., Reply]) -> None:
    """Forward and backward pass."""
    reply = ask("cuda", "on_the_device")

    assert reply.status is Status.PASSED, reply.sentence
    assert reply.value[0] == "cuda:0"
    assert reply.value[1].tolist() == [0.0, 1.0, 2.0, 3.0]


@pytest.mark.parametrize("path", ["/etc/passwd", "/dev/kvm", "/dev/mem", "/dev/fuse", "/dev/tty", "/proc/1/environ"])
def test_a_worker_with_a_device_opens_no_other_file(ask: Callable[..., Reply], path: str) -> None:
    """The device's files are the only ones added to the allow-list."""
    assert ask("cuda", "opened", path).value in ("PermissionError", "FileNotFoundError")


def test_a_worker_with_a_device_has_no_network(ask: Callable[..., Reply]) -> None:
    """The driver needs none."""
    assert ask("cuda", "connects").value == "PermissionError"


def test_a_worker_with_a_device_starts_no_process(ask: Callable[..., Reply]) -> None:
    """The driver needs none."""
    assert ask("cuda", "starts_a_process").value == "PermissionError"


def test_a_worker_without_a_device_cannot_open_it(ask: Callable[..., Reply]) -> None:
    """A worker of the CPU is not given the driver's files."""
    devices = sorted(map(str, Path("/dev").glob("nvidia[0-9]*")))
    assert devices

    assert ask("cuda", "opened_of", ["/dev/nvidiactl", *devices]).value == ["/dev/nvidiactl", *devices]
    assert ask("cpu", "opened_of", ["/dev/nvidiactl", *devices]).value == []
