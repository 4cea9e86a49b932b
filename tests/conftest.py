"""Fixtures that grade for real: one factory of workers for the whole session."""

from __future__ import annotations

import dataclasses
import functools
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from grader.courses import built_in
from grader.sandbox.factory import WorkerFactory
from grader.sandbox.host import replace_worker_source

# A shell without job control starts what runs behind it with Ctrl-C ignored, and tests send it.
signal.signal(signal.SIGINT, signal.default_int_handler)

COURSE = built_in()

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def factory() -> Iterator[WorkerFactory]:
    """Workers with everything preloaded that any exercise needs.

    Their template is a new interpreter: other tests of this process may have run a backward pass by then, after which a
    fork of it can start no more threads for autograd.
    """
    modules = COURSE.modules_needed(*COURSE.names())
    with WorkerFactory(modules, first=replace_worker_source) as factory:
        yield factory


@pytest.fixture(scope="session")
def grade_text(factory: WorkerFactory) -> Callable[..., Any]:
    """Grades a text as a submission: `grade_text("exercise3", "def sigmoid...", only={"..."})` gives a Grade."""
    from grader.grading.grade import Plan, grade
    from grader.grading.options import GradeOptions
    from grader.grading.planning import plan_of
    from grader.source import SourceFile

    @functools.cache
    def shared(exercise: str, seed: int) -> Plan:
        """One plan for all files: what known mistakes reply, and MNIST, are worked out once."""
        return plan_of(COURSE, exercise, seed, GradeOptions(device="simgpu"))

    def grade_one(exercise: str, text: str | bytes, *, seed: int = 1, **changes: Any) -> Any:
        data = text if isinstance(text, bytes) else text.encode()
        plan = dataclasses.replace(shared(exercise, seed), **changes)
        return grade(factory, exercise, SourceFile(exercise, data, f"{exercise}.py"), plan)

    return grade_one


@pytest.fixture(scope="session")
def reach(grade_text: Callable[..., Any]) -> Callable[[str], Any]:
    """What each check asks of an exercise's solution; see `grader.verification.reach`."""
    from grader.source import read_source
    from grader.verification.reach import Reach

    @functools.cache
    def of_solution(exercise: str) -> Reach:
        heard = Reach(read_source(exercise, COURSE.solution_path(exercise)))
        grade_text(exercise, heard.solution.data, listener=heard.listen)
        return heard

    return of_solution


@pytest.fixture(scope="session")
def solution() -> Callable[[str], str]:
    """The text of a solution."""
    return lambda exercise: (ROOT / "solutions" / f"{exercise}.py").read_text("utf-8")
