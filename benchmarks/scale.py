"""Classes of several sizes, with one process and with two: rate, CPU time, memory; then the export and the report.

The class is that of `pytest -m slow`: right, wrong, hostile, broken and untouched files, without the exercise that trains
on images. Each run is a process of its own: `python -m benchmarks.scale SIZE JOBS FOLDER` prints JSON.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.classes import SEED
from benchmarks.rounds import ROOT, python


@dataclass(frozen=True)
class Row:
    """One run.

    Attributes:
        size, jobs: submissions, and processes side by side.
        rate: submissions a second and process, on the clock, starts included.
        cpu_s: CPU seconds a submission: graders and workers.
        memory_growth: resident memory of a grader in the last quarter over that in the second.
        export_cpu_s, report_cpu_s: CPU seconds of `grade export` and of `grade report`.
    """

    size: int
    jobs: int
    rate: float
    cpu_s: float
    memory_growth: float
    export_cpu_s: float
    report_cpu_s: float


def measured(size: int, jobs: int) -> Row:
    """Grade a generated class, export it, report on it."""
    with tempfile.TemporaryDirectory() as name:
        command = [sys.executable, "-m", "benchmarks.scale", str(size), str(jobs), name]
        done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
        found = json.loads(done.stdout)
        export = python("-m", "grader", "export", f"{name}/out", "--to", f"{name}/grades.csv")
        report = python("-m", "grader", "report", f"{name}/out")
    return Row(size, jobs, **found, export_cpu_s=export.cpu_s, report_cpu_s=report.cpu_s)


def main() -> None:
    """Grade one class; see the module."""
    size, jobs, folder = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
    sys.path.insert(0, str(ROOT / "tests" / "classroom"))
    from generated_class import exercises, write_generated

    from grader.classroom.gradebook.gradebook import Gradebook
    from grader.classroom.running.grade_pending import grade_waiting, hand_in, settle
    from grader.classroom.running.grader_process import Setup
    from grader.classroom.running.pool import LocalPool
    from grader.courses import built_in

    write_generated(folder / "class", size)
    setup = Setup(tuple(exercises()), SEED)
    start_s = time.monotonic()
    with Gradebook.open(folder / "out", create=True) as book, LocalPool(setup, jobs) as pool:
        memory = _Memory(pool)
        hand_in(book, folder / "class", None, built_in())
        settle(book, SEED, None)
        grade_waiting(book, pool, setup, memory)
        (workers_cpu_s,) = book.row("SELECT SUM(cpu_s) FROM cost") or (0.0,)
    wall_s = time.monotonic() - start_s
    # Graders are waited for by this process, their workers by the templates: those are kept with the grades.
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu_s = (used.ru_utime + used.ru_stime + workers_cpu_s) / size
    print(json.dumps({"rate": size / wall_s / jobs, "cpu_s": cpu_s, "memory_growth": memory.growth}))


class _Memory:
    """Resident memory of the graders, noted after every submission."""

    def __init__(self, pool: Any) -> None:
        self._pool = pool
        self._samples: list[float] = []

    def __call__(self, tally: Any) -> None:
        """Note it now."""
        processes = [*self._pool.idle, *(one.process for one in self._pool.busy.values())]
        found = [pages for one in processes if (pages := _resident_pages(one.process.pid))]
        if tally.graded > 4 * self._pool.jobs and found:
            self._samples.append(statistics.mean(found))

    @property
    def growth(self) -> float:
        """The last quarter over the second; 1 when there are too few to tell."""
        quarter = len(self._samples) // 4
        if not quarter:
            return 1.0
        return statistics.mean(self._samples[-quarter:]) / statistics.mean(self._samples[quarter : 2 * quarter])


def _resident_pages(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text("utf-8").split()[1])
    except OSError:
        return 0


if __name__ == "__main__":
    os.environ.setdefault("PYTHONPATH", str(ROOT))
    main()
