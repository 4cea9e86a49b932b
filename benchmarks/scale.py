"""Classes of several sizes, with one process and with two: rate, CPU time, memory; then the export and the report.

The class is that of `pytest -m slow`: right, wrong, hostile, broken and untouched files, without the exercise that trains
on images; a class of small files is right and wrong ones of the tests' second course, a function of one line each, so that
thousands take minutes. Each run is a process of its own: `python -m benchmarks.scale SIZE JOBS FOLDER [small]` prints JSON.
"""

from __future__ import annotations

import json
import os
import re
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

_SMALL = ROOT / "tests" / "second_course"


@dataclass(frozen=True)
class Row:
    """One run.

    Attributes:
        size, jobs: submissions, and processes side by side.
        rate: submissions a second and process, on the clock, starts included.
        cpu_s: CPU seconds a submission: graders and workers.
        is_small: whether the files are small ones.
        memory_mib: resident memory of a grader process, the mean of each quarter of the run; empty when it was short.
        export_cpu_s, report_cpu_s: CPU seconds of `grade export` and of `grade report`.
    """

    size: int
    jobs: int
    rate: float
    cpu_s: float
    memory_mib: tuple[float, ...]
    export_cpu_s: float
    report_cpu_s: float
    is_small: bool = False


def measured(size: int, jobs: int, is_small: bool = False) -> Row:
    """Grade a generated class, export it, report on it."""
    with tempfile.TemporaryDirectory() as name:
        command = [sys.executable, "-m", "benchmarks.scale", str(size), str(jobs), name]
        command += ["small"] if is_small else []
        done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
        found = json.loads(done.stdout)
        of_course = ("--course", str(_SMALL)) if is_small else ()
        export = python("-m", "grader", "export", f"{name}/out", "--to", f"{name}/grades.csv", *of_course)
        report = python("-m", "grader", "report", f"{name}/out", *of_course)
    memory_mib = tuple(found.pop("memory_mib"))
    costs = {"export_cpu_s": export.cpu_s, "report_cpu_s": report.cpu_s}
    return Row(size, jobs, **found, memory_mib=memory_mib, **costs, is_small=is_small)


def main() -> None:
    """Grade one class; see the module."""
    size, jobs, folder, is_small = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]), len(sys.argv) > 4
    from grader.classroom.gradebook.gradebook import Gradebook
    from grader.classroom.running.grade_pending import grade_waiting, hand_in, settle
    from grader.classroom.running.grader_process import Setup
    from grader.classroom.running.pool import LocalPool
    from grader.courses import built_in, find_course

    course = find_course(str(_SMALL)) if is_small else built_in()
    exercises = _write_small(folder / "class", size) if is_small else _write(folder / "class", size)
    setup = Setup(exercises, SEED, course=str(_SMALL) if is_small else "")
    start_s = time.monotonic()
    with Gradebook.open(folder / "out", create=True) as book, LocalPool(setup, jobs) as pool:
        memory = _Memory(pool)
        hand_in(book, folder / "class", None, course)
        settle(book, SEED, None)
        grade_waiting(book, pool, setup, memory)
        (workers_cpu_s,) = book.row("SELECT SUM(cpu_s) FROM cost") or (0.0,)
    wall_s = time.monotonic() - start_s
    # Graders are waited for by this process, their workers by the templates: those are kept with the grades.
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu_s = (used.ru_utime + used.ru_stime + workers_cpu_s) / size
    print(json.dumps({"rate": size / wall_s / jobs, "cpu_s": cpu_s, "memory_mib": memory.by_quarter}))


def _write(folder: Path, size: int) -> tuple[str, ...]:
    """The class of the tests in a folder; its exercises."""
    sys.path.insert(0, str(ROOT / "tests" / "classroom"))
    from generated_class import exercises, write_generated

    write_generated(folder, size)
    return tuple(exercises())


def _write_small(folder: Path, size: int) -> tuple[str, ...]:
    """Small files, half of them wrong, no two equal; their exercises."""
    solutions = sorted((_SMALL / "solutions").glob("*.py"))
    for number in range(size):
        solution, student = solutions[number % len(solutions)], folder / f"s{number:06d}"
        text = solution.read_text("utf-8")
        wrong = re.sub(r"return (.+)", r"return (\1) * 2", text)
        student.mkdir(parents=True)
        (student / solution.name).write_text(f"{wrong if number // 2 % 2 else text}\n# {number}\n", "utf-8")
    return tuple(solution.stem for solution in solutions)


class _Memory:
    """Resident memory of the graders, noted after every submission."""

    def __init__(self, pool: Any) -> None:
        self._pool = pool
        self._samples: list[float] = []

    def __call__(self, tally: Any) -> None:
        """Note it now."""
        processes = [*self._pool.idle, *(slot.process for slot in self._pool.busy.values())]
        found = [memory for slot in processes if (memory := _resident_mib(slot.process.pid))]
        if tally.graded > 4 * self._pool.jobs and found:
            self._samples.append(statistics.mean(found))

    @property
    def by_quarter(self) -> list[float]:
        """MiB, the mean of each quarter of the run; nothing when there are too few to tell."""
        quarter = len(self._samples) // 4
        parts = [self._samples[number * quarter : (number + 1) * quarter] for number in range(4)]
        return [round(statistics.mean(part), 1) for part in parts if quarter]


def _resident_mib(pid: int) -> float:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text("utf-8").split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / (1 << 20)


if __name__ == "__main__":
    os.environ.setdefault("PYTHONPATH", str(ROOT))
    main()
