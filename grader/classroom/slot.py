"""One place of the pool: a process that is a checker with its own warm template, fed over a pipe.

Both ends are ours, and still nothing is pickled: a task is a JSON header and the source's bytes, a result is JSON.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection
from typing import Any

STARTING_S = 300.0


@dataclass(frozen=True)
class Setup:
    """How every slot grades.

    Attributes:
        exercises: those of the class: what the template imports beforehand.
        seed: the class's seed.
        mnist: "embedded" or "full".
        confined: whether workers lock themselves down.
    """

    exercises: tuple[str, ...]
    seed: int
    mnist: str = "embedded"
    confined: bool = True


@dataclass(frozen=True)
class Task:
    """One source to grade; `key` says under which key its grade is kept."""

    key: str
    exercise: str
    source: bytes

    def to_bytes(self) -> bytes:
        """One message."""
        return json.dumps({"key": self.key, "exercise": self.exercise}).encode() + b"\n" + self.source

    @classmethod
    def from_bytes(cls, message: bytes) -> Task:
        """The task of a message."""
        header, _, source = message.partition(b"\n")
        return cls(**json.loads(header), source=source)


class Slot:
    """The pool's end of one slot process."""

    def __init__(self, setup: Setup) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        arguments = (theirs, json.dumps(asdict(setup)))
        self.process = context.Process(target=serve, args=arguments, name="autogradus-slot")
        self.process.start()
        theirs.close()

    def give(self, task: Task) -> None:
        """Hand a task over; `OSError` when the slot has died."""
        self.connection.send_bytes(task.to_bytes())

    def take(self) -> dict[str, Any] | None:
        """The result that is ready; None when the slot has died instead."""
        try:
            result: dict[str, Any] = json.loads(self.connection.recv_bytes())
        except (EOFError, OSError, ValueError):
            return None
        return result

    def end(self) -> None:
        """Kill the slot; its template and workers end with it."""
        self.process.kill()
        self.process.join()
        self.connection.close()


def serve(connection: Connection[bytes, bytes], setup_text: str) -> None:
    """The life of a slot process: grade what comes until the pool goes away."""
    setup = Setup(**json.loads(setup_text))
    parent = multiprocessing.parent_process()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    from grader import catalog
    from grader.sandbox.inside.template import die_with
    from grader.sandbox.supply import Supply

    die_with(parent.pid if parent and parent.pid else os.getppid())
    modules = sorted({module for name in setup.exercises for module in catalog.modules_needed(name)})
    with Supply(modules) as supply:
        work(connection, supply, plan_options(setup), setup.seed)


def work(connection: Connection[bytes, bytes], supply: Any, options: Mapping[str, Any], seed: int) -> None:
    """Grade each task; a fault of ours becomes a result without checks."""
    from grader.grading import grade
    from grader.planning import plan_of
    from grader.source import SourceFile

    while True:
        try:
            task = Task.from_bytes(connection.recv_bytes())
        except (EOFError, OSError):
            return
        plan = plan_of(task.exercise, seed, options)
        try:
            outcome = grade(supply, task.exercise, SourceFile(task.exercise, task.source, f"{task.exercise}.py"), plan)
            result = {"key": task.key, "outcome": outcome.to_json()}
        except Exception as error:
            result = {"key": task.key, "fault": f"{type(error).__name__}: {error}"}
        connection.send_bytes(json.dumps(result).encode())


def plan_options(setup: Setup) -> dict[str, Any]:
    """Options of the plan, as the command line would give them."""
    return {"device": "simgpu", "mnist": setup.mnist, "no_sandbox": not setup.confined}


def longest_first(tasks: Sequence[Task], expected_s: Mapping[str, float]) -> list[Task]:
    """The tasks in the order in which they are given out: long ones first, so that none is left alone at the end."""
    return sorted(tasks, key=lambda task: (-expected_s.get(task.exercise, 1.0), task.exercise, task.key))
