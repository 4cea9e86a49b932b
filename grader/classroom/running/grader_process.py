"""One place of the pool: a process that is a checker with its own warm template, fed over a pipe.

Both ends are ours, and still nothing is pickled: a task is a JSON header and the source's bytes, a result is JSON. The
seed comes with the tasks, so that the template, which is forked before the first of them, has never seen it.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from grader.processes import python_command

_ENTRY = "from grader.classroom.running.grader_process import main; main()"
# A process is one of many: it uses one thread. And it hands none of the user's secrets on: no other variables.
_ONE_THREAD = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")}
_KEPT_VARIABLES = (
    "PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "PYTHONPATH", "LD_LIBRARY_PATH", "CUDA_VISIBLE_DEVICES", "SSL_CERT_FILE",
)  # fmt: skip


@dataclass(frozen=True)
class Setup:
    """How every process grades.

    Attributes:
        exercises: those of the class: what the template imports beforehand.
        seed: the class's seed.
        mnist: "embedded" or "full".
        confined: whether workers lock themselves down.
        course: what `find_course` finds the course by, on the machine that grades.
        seed_per_student: whether each student has a seed of their own, which follows from the class's.
    """

    exercises: tuple[str, ...]
    seed: int
    mnist: str = "embedded"
    confined: bool = True
    course: str = ""
    seed_per_student: bool = False


@dataclass(frozen=True)
class Task:
    """One source to grade; `key` says under which key its grade is kept, `seed` stands for the class's where it is given."""

    key: str
    exercise: str
    source: bytes
    seed: int | None = None

    def to_bytes(self, setup: Setup) -> bytes:
        """One message: a line of JSON, then the source."""
        seed = setup.seed if self.seed is None else self.seed
        header = {"key": self.key, "exercise": self.exercise, "seed": seed, "mnist": setup.mnist}
        return json.dumps(header).encode() + b"\n" + self.source


class GraderProcess:
    """The pool's end of one grader process.

    Raises:
        OSError: the machine gives no further process.
    """

    def __init__(self, exercises: tuple[str, ...], confined: bool, course: str = "") -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            self.process = subprocess.Popen(
                python_command(
                    _ENTRY,
                    str(theirs.fileno()),
                    str(os.getpid()),
                    json.dumps([exercises, confined, course]),
                    isolated=False,
                ),
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                env={name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ} | _ONE_THREAD,
                # Out of reach of the terminal's Ctrl-C: the pool decides when a process ends.
                start_new_session=True,
            )
        self.connection: Connection = Connection(ours.detach())

    def give(self, message: bytes) -> None:
        """Hand a task over; `OSError` when the process has died."""
        self.connection.send_bytes(message)

    def take(self) -> dict[str, Any] | None:
        """The next result; None when the process has died instead."""
        try:
            result: dict[str, Any] = json.loads(self.connection.recv_bytes())
        except (EOFError, OSError, ValueError):
            return None
        return result

    def end(self) -> int:
        """Kill the process; its template and workers end with it. Returns how it had ended (negative: the signal)."""
        self.process.kill()
        status = self.process.wait()
        self.connection.close()
        return status


def main() -> None:
    """The life of a grader process: `... FD PARENT_PID [EXERCISES, CONFINED, COURSE]`."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from grader.sandbox.inside.template import die_with

    die_with(int(sys.argv[2]))
    connection: Connection = Connection(int(sys.argv[1]))
    exercises, confined, course = json.loads(sys.argv[3])
    try:
        _serve(connection, exercises, confined, course)
    except Exception as error:
        # What keeps a process from working is told as the result of the next task, so that a person gets to read it.
        refusal = {"fault": _described(error)}
        _answer(connection, lambda header, source: refusal)


def _serve(connection: Connection, exercises: list[str], confined: bool, reference: str) -> None:
    """Open the factory of workers, then grade what comes until the pool goes away."""
    from grader.classroom.running.guards import insist_on_sandbox
    from grader.courses import find_course

    insist_on_sandbox(confined)
    course = find_course(reference)
    modules = course.modules_needed(*exercises)
    from grader.sandbox.factory import WorkerFactory
    from grader.sandbox.workers import remove_orphans

    remove_orphans()
    with WorkerFactory(modules) as factory:
        from grader.classroom.running.task_grader import TaskGrader

        _answer(connection, TaskGrader(factory, course, confined).grade)


def _answer(connection: Connection, grade: Any) -> None:
    """Answer each task with what `grade(header, source)` makes of it; a fault of ours becomes a result too."""
    while True:
        try:
            line, _, source = connection.recv_bytes().partition(b"\n")
        except (EOFError, OSError):
            return
        header = json.loads(line)
        try:
            result = grade(header, source)
        except Exception as error:
            result = {"fault": _described(error)}
        connection.send_bytes(json.dumps({"key": header["key"], **result}).encode())


def _described(error: Exception) -> str:
    """An error of ours in one line."""
    return f"{type(error).__name__}: {error}"
