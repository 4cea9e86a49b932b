"""How fast a class is graded: python benchmarks/class_rate.py [SIZE] [--jobs N] [--sample N].

Grades a generated class (half right, the rest wrong, hostile, broken or untouched; exercises without images; no two
files equal) with the pool, then runs a fresh pytest with one test on a sample of the same files, one after the other. It
prints submissions a second and a core, CPU seconds a submission, and the ratio to pytest, all of one run.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "classroom")]

from generated_class import exercises, kind_of, sources, write_generated  # noqa: E402

from grader.classroom.gradebook import Gradebook  # noqa: E402
from grader.classroom.pool import LocalPool, cores  # noqa: E402
from grader.classroom.session import Tally, grade_waiting, hand_in, settle  # noqa: E402
from grader.classroom.slot import Setup  # noqa: E402

SEED = 7
# What a plain grader does at the least: a process that imports pytest, torch and the file, and calls nothing.
PLAIN_TEST = """
def test_it_can_be_imported():
    import torch
    import {exercise}
"""


def graded_s(folder: Path, jobs: int) -> tuple[Tally, float]:
    """Grade the class; the tally and the seconds on the clock, the start of the slots included."""
    setup = Setup(tuple(exercises()), SEED)
    start_s = time.monotonic()
    with Gradebook.open(folder / "out", create=True) as book, LocalPool(setup, jobs) as pool:
        hand_in(book, folder / "class", None)
        settle(book, SEED, None)
        tally = grade_waiting(book, pool, setup, lambda _: None)
    return tally, time.monotonic() - start_s


def pytest_s(folder: Path, size: int, sample: int) -> float:
    """Mean seconds of a fresh pytest for one submission, over right and wrong files spread through the class."""
    names = exercises()
    # Nothing would hold a hostile file here.
    harmless = [one for number, one in enumerate(sources(size)) if kind_of(number // len(names)) < 9]
    chosen = harmless[:: max(1, len(harmless) // sample)][:sample]
    start_s = time.monotonic()
    for student, exercise, _ in chosen:
        test = folder / f"test_{student}.py"
        test.write_text(PLAIN_TEST.format(exercise=exercise))
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", os.devnull, str(test)]
        path = str(folder / "class" / student)
        subprocess.run(command, cwd=folder, env={**os.environ, "PYTHONPATH": path}, capture_output=True, check=False)
    return (time.monotonic() - start_s) / len(chosen)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("size", type=int, nargs="?", default=1000, help="submissions")
    parser.add_argument("--jobs", type=int, default=cores(), help="slots side by side")
    parser.add_argument("--sample", type=int, default=20, help="submissions for the comparison with pytest")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_generated(folder / "class", given.size)
        tally, wall_s = graded_s(folder, given.jobs)
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        plain_s = pytest_s(folder, given.size, given.sample)
    rate = given.size / wall_s
    print(f"{tally.graded} graded, {tally.failed} not, in {wall_s:.1f} s with {given.jobs} slots on {cores()} cores")
    print(f"load of the machine (1, 5, 15 min): {', '.join(f'{load:.1f}' for load in os.getloadavg())}")
    print(f"submissions a second: {rate:.2f}; a second and a slot: {rate / given.jobs:.2f}")
    print(f"CPU seconds a submission (slots, templates, workers): {(used.ru_utime + used.ru_stime) / given.size:.2f}")
    print(f"a fresh pytest: {plain_s:.2f} s a submission, so {1 / plain_s:.2f} a second and a core")
    print(f"ratio of the rates, slot against pytest: {rate / given.jobs * plain_s:.2f}")


if __name__ == "__main__":
    main()
