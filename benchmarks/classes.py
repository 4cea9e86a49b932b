"""CPU time a submission in a class, right and wrong ones apart, over the floor and over a fresh pytest process.

A submission's share is all that is spent on it: the checker's process, its workers, the template's forks. What a class pays
once (starting, the first grading of an exercise) is left out; so are known mistakes that an earlier round has met.
"""

from __future__ import annotations

import dataclasses
import os
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.floor import Floor, Frame, recording
from benchmarks.rounds import Figure, cpu_s_of, python
from benchmarks.submissions import sample_of
from grader.courses import built_in
from grader.source import SourceFile

SEED = 7
# What a plain grader does at the least: a process that imports pytest, torch and the file, and calls nothing.
PLAIN_TEST = """
def test_it_can_be_imported():
    import torch
    import submission
"""


@dataclasses.dataclass(frozen=True)
class Row:
    """Figures of one kind of submission of one exercise; each ratio is taken within a round."""

    exercise: str
    kind: str
    cpu_s: Figure
    over_floor: Figure
    pytest_over: Figure


def measured(exercises: Sequence[str], count: int, rounds: int) -> list[Row]:
    """Right and wrong submissions of each exercise: `count` of each a round."""
    from grader.sandbox.factory import WorkerFactory
    from grader.sandbox.host import replace_worker_source

    modules = built_in().modules_needed(*exercises)
    rows: list[Row] = []
    with WorkerFactory(modules, first=replace_worker_source) as factory, Floor(modules) as floor:
        for exercise in exercises:
            sample = sample_of(exercise, count * (rounds + 1))
            plan = _plan(exercise)
            # One pass over other files, as a class has had long before its middle.
            for source in (*sample.right[:1], *sample.wrong[:count]):
                _graded(factory, plan, source)
            for kind, sources in (("right", sample.right), ("wrong", sample.wrong)):
                parts = [sources[number * count : (number + 1) * count] for number in range(1, rounds + 1)]
                rows.append(_row(exercise, kind, [_round(factory, floor, plan, part) for part in parts]))
    return rows


def cpu_s_in_class(exercise: str, sources: Sequence[SourceFile]) -> list[float]:
    """CPU seconds of each submission of one exercise, after a first grading."""
    from grader.sandbox.factory import WorkerFactory
    from grader.sandbox.host import replace_worker_source

    with WorkerFactory(built_in().modules_needed(exercise), first=replace_worker_source) as factory:
        plan = _plan(exercise)
        _graded(factory, plan, sources[0])
        return [_graded(factory, plan, source) for source in sources]


def _row(exercise: str, kind: str, found: Sequence[tuple[float, float, float]]) -> Row:
    """The figures over (ours, floor, pytest) of each round, in CPU seconds a submission."""
    return Row(
        exercise,
        kind,
        Figure.of(ours for ours, _, _ in found),
        Figure.of(ours / floor for ours, floor, _ in found),
        Figure.of(plain / ours for ours, _, plain in found),
    )


def _plan(exercise: str) -> Any:
    from grader.grading.options import GradeOptions
    from grader.grading.planning import plan_of

    return plan_of(built_in(), exercise, SEED, GradeOptions(device="simgpu"))


def _graded(factory: Any, plan: Any, source: SourceFile) -> float:
    """CPU seconds of one grading."""
    from grader.grading.grade import grade

    pid = factory.source.pid
    before_s = time.process_time() + cpu_s_of(pid)
    grade(factory, source.name, source, plan)
    return time.process_time() + cpu_s_of(pid) - before_s


def _recorded(factory: Any, plan: Any, source: SourceFile) -> list[Frame]:
    """What is asked of a submission when it is graded."""
    from grader.grading.grade import grade

    frames: list[Frame] = []
    grade(factory, source.name, source, dataclasses.replace(plan, session=recording(frames), diagnose=False))
    return frames


def _round(factory: Any, floor: Floor, plan: Any, sources: Sequence[SourceFile]) -> tuple[float, float, float]:
    """CPU seconds a submission: ours, the floor's, a fresh pytest's."""
    ours = sum(_graded(factory, plan, source) for source in sources)
    least = sum(floor.cpu_s(source.data, _recorded(factory, plan, source)) for source in sources)
    return ours / len(sources), least / len(sources), plain_pytest(sources[0]).cpu_s


def plain_pytest(source: SourceFile) -> Any:
    """What a fresh pytest that imports torch and the file costs."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "submission.py").write_bytes(source.data)
        (folder / "test_plain.py").write_text(PLAIN_TEST)
        words = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", os.devnull, "test_plain.py")
        return python(*words, cwd=folder, PYTHONPATH=name)
