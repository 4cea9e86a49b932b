"""Entries of the warm process: what it imports beforehand, and what its forks carry out."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from grader.course import Course
from grader.errors import AutogradusError
from grader.warm.front import Command

# What fronts need. None of it holds a check, a label or a point: those come after a front has forked its template.
PRELOAD = (
    "grader.command.cli", "grader.command.grading", "grader.command.display.events", "grader.grading.grade",
    "grader.grading.planning", "grader.command.display.terminal", "pytest_timeout", "rich.console", "numpy",
    # What pytest imports only when it starts a session.
    *(f"_pytest.{name}" for name in ("helpconfig", "pastebin", "setuponly", "setupplan", "skipping", "unittest")), "pdb",
)  # fmt: skip


def serve_parent() -> None:
    """Entry of the warm process of one other process, with which it ends: `python -c ... SOCKET PID`."""
    from grader.sandbox.inside.template import die_with

    die_with(int(sys.argv[2]))
    serve()


def serve() -> None:
    """Entry of the warm process: `python -c ... SOCKET`."""
    from grader.command.main import carry_out
    from grader.courses import built_in
    from grader.warm import resident

    os.chdir("/")
    course = built_in()
    modules = course.modules_needed(*course.names())
    resident.serve(Path(sys.argv[1]), carry_out, _made_ready, PRELOAD, modules)


@contextlib.contextmanager
def _made_ready(before: Sequence[str]) -> Iterator[Command]:
    """Template and workers for one grading; after them, and in this process alone, the checks of the exercise before."""
    from grader.command.ahead import lanes_here, specs
    from grader.command.main import carry_out
    from grader.courses import built_in
    from grader.sandbox.factory import WorkerFactory
    from grader.sandbox.inside.template import uncollected

    course = built_in()
    with WorkerFactory(course.modules_needed(*course.names())) as factory:
        factory.stand_by(specs(course, lanes_here()))
        with uncollected(), contextlib.suppress(AutogradusError):
            if before:
                _read_checks(course, course.resolve(before[0]))
        yield partial(carry_out, factory=factory)


def _read_checks(course: Course, exercise: str) -> None:
    """Read what a grading of the exercise reads, so that the next one finds it read."""
    import torch

    from grader.diagnosis import known
    from grader.grading.checking import collect

    collect(course, exercise)
    known.read(course, exercise)
    torch.ones(1, requires_grad=True).sum().backward()  # type: ignore[no-untyped-call]  # PyTorch annotates nothing here
