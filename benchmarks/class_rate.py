"""How fast a class is graded: python benchmarks/class_rate.py [SIZE] [--jobs N] [--sample N].

Grades a generated class (half right, the rest wrong, hostile, broken or untouched; exercises without images; no two
files equal) with the pool, then runs a fresh pytest with one test for each file of a sample, as many side by side as there
were processes. It prints submissions a second and a process, CPU seconds a submission, and the ratio to pytest, all of one run.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "classroom")]

from generated_class import exercises, kind_of, sources, write_generated  # noqa: E402

from grader.classroom.gradebook.gradebook import Gradebook  # noqa: E402
from grader.classroom.running.grade_pending import Tally, grade_waiting, hand_in, settle  # noqa: E402
from grader.classroom.running.grader_process import Setup  # noqa: E402
from grader.classroom.running.pool import LocalPool, cores  # noqa: E402
from grader.courses import built_in  # noqa: E402

SEED = 7
# What a plain grader does at the least: a process that imports pytest, torch and the file, and calls nothing.
PLAIN_TEST = """
def test_it_can_be_imported():
    import torch
    import {exercise}
"""


def graded_s(folder: Path, jobs: int) -> tuple[Tally, float, float]:
    """Grade the class; the tally, the seconds on the clock (the start of the processes included), the workers' CPU seconds."""
    setup = Setup(tuple(exercises()), SEED)
    start_s = time.monotonic()
    with Gradebook.open(folder / "out", create=True) as book, LocalPool(setup, jobs) as pool:
        hand_in(book, folder / "class", None, built_in())
        settle(book, SEED, None)
        tally = grade_waiting(book, pool, setup, lambda _: None)
        (workers_cpu_s,) = book.row("SELECT SUM(cpu_s) FROM cost") or (0.0,)
    return tally, time.monotonic() - start_s, workers_cpu_s


def pytest_rate(folder: Path, size: int, sample: int, jobs: int) -> float:
    """Submissions a second with a fresh pytest for each, over right and wrong files spread through the class."""
    names = exercises()
    # Nothing would hold a hostile file here.
    harmless = [one for number, one in enumerate(sources(size)) if kind_of(number // len(names)) < 9]
    chosen = harmless[:: max(1, len(harmless) // sample)][:sample]

    def plain(student: str, exercise: str) -> None:
        test = folder / f"test_{student}.py"
        test.write_text(PLAIN_TEST.format(exercise=exercise))
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", os.devnull, str(test)]
        environment = {**os.environ, "PYTHONPATH": str(folder / "class" / student)}
        subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)

    start_s = time.monotonic()
    with ThreadPoolExecutor(jobs) as side_by_side:
        list(side_by_side.map(plain, *zip(*((student, exercise) for student, exercise, _ in chosen), strict=True)))
    return len(chosen) / (time.monotonic() - start_s)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("size", type=int, nargs="?", default=1000, help="submissions")
    parser.add_argument("--jobs", type=int, default=cores(), help="processes side by side")
    parser.add_argument("--sample", type=int, default=20, help="submissions for the comparison with pytest")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_generated(folder / "class", given.size)
        tally, wall_s, workers_cpu_s = graded_s(folder, given.jobs)
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        plain_rate = pytest_rate(folder, given.size, given.sample, given.jobs)
    rate = given.size / wall_s
    slots_cpu_s = used.ru_utime + used.ru_stime
    print(
        f"{tally.graded} graded, {tally.failed} not, in {wall_s:.1f} s with {given.jobs} processes on {cores()} cores"
    )
    print(f"load of the machine (1, 5, 15 min): {', '.join(f'{load:.1f}' for load in os.getloadavg())}")
    print(f"submissions a second: {rate:.2f}; a second and a process: {rate / given.jobs:.2f}")
    print(
        f"CPU seconds a submission: {(slots_cpu_s + workers_cpu_s) / given.size:.2f} "
        f"(processes with their start {slots_cpu_s / given.size:.2f}, workers {workers_cpu_s / given.size:.2f})"
    )
    print(f"a fresh pytest that imports torch and the file: {plain_rate / given.jobs:.2f} a second and a process")
    print(f"ratio of the rates: {rate / plain_rate:.2f}")


if __name__ == "__main__":
    main()
