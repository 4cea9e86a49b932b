"""Carries out orders side by side, each in a fresh process: none inherits what another has loaded."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Any

from grader.verification.finding import Finding
from grader.verification.proving import Order, Verified, prove


@dataclass(frozen=True)
class Progress:
    """How far an order is, in gradings: the exercise and which part of its proofs."""

    exercise: str
    part: int
    done: int
    total: int


def prove_all(orders: Sequence[Order], jobs: int) -> Iterator[Progress | Verified]:
    """How far each order is, and what came of it, as it comes; at most `jobs` at a time."""
    waiting, running = list(orders), dict[Any, tuple[Order, SpawnProcess]]()
    connection: Any
    try:
        while waiting or running:
            while waiting and len(running) < jobs:
                connection, process = _start(waiting[0])
                running[connection] = (waiting.pop(0), process)
            for connection in wait(list(running)):
                order, process = running[connection]
                message = _received(connection, order, process)
                if isinstance(message, Verified):
                    del running[connection]
                    process.join()
                yield message
    finally:
        for _, process in running.values():
            process.terminate()


def _start(order: Order) -> tuple[Connection, SpawnProcess]:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(order, theirs))
    process.start()
    theirs.close()
    return ours, process


def _work(order: Order, connection: Connection) -> None:
    """The life of such a process."""

    def note(done: int, total: int) -> None:
        connection.send(Progress(order.exercise, order.part, done, total))

    try:
        connection.send(prove(order, note))
    except (KeyboardInterrupt, BrokenPipeError):
        return


def _received(connection: Any, order: Order, process: SpawnProcess) -> Progress | Verified:
    """The next message; a process that dies without its result is a finding."""
    try:
        message: Progress | Verified = connection.recv()
    except (EOFError, OSError):
        process.join()
        rule = f"must run to their end; the process ended with {process.exitcode}."
        return Verified(order.exercise, (Finding(order.exercise, "the proofs", rule),), 0.0)
    return message
