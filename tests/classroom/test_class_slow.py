"""A large class: memory stays flat, and 30 kills of everything at random moments change nothing.

`AUTOGRADUS_CLASS_SIZE` (default 1000) says how large; run with `pytest -m slow tests/classroom/test_class_slow.py`.
"""

from __future__ import annotations

import os
import random
import signal
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest
from generated_class import exercises, write_generated
from pool_class import ROOT, SEED, graded_so_far, processes_with, text_of, until

from grader.classroom.gradebook.counting import note_exercises
from grader.classroom.gradebook.course_kept import keep_course
from grader.classroom.gradebook.gradebook import Gradebook
from grader.classroom.running.grade_pending import grade_waiting, hand_in, settle
from grader.classroom.running.grader_process import Setup
from grader.classroom.running.pool import LocalPool
from grader.classroom.running.tally import Tally
from grader.courses import built_in
from grader.processes import cores

SIZE = int(os.environ.get("AUTOGRADUS_CLASS_SIZE", "1000"))
KILLS = int(os.environ.get("AUTOGRADUS_CLASS_KILLS", "30"))
GROWTH_LIMIT = 1.15

pytestmark = [pytest.mark.slow, pytest.mark.timeout(12 * 3600)]


class Memory:
    """WorkerSession memory of every process after every submission, in MiB."""

    def __init__(self, pool: LocalPool) -> None:
        self.pool = pool
        self.samples_mib: list[float] = []

    def __call__(self, tally: Tally) -> None:
        processes = (*self.pool.idle, *(one.process for one in self.pool.busy.values()))
        found = [mib for process in processes if (mib := resident_mib(process.process.pid))]
        # Slots that are still importing torch say nothing about growth.
        if tally.graded > 4 * self.pool.jobs and found:
            self.samples_mib.append(statistics.mean(found))

    def quarter(self, number: int) -> float:
        """Mean of a quarter of the run, from 0."""
        size = len(self.samples_mib) // 4
        return statistics.mean(self.samples_mib[number * size : (number + 1) * size])


def resident_mib(pid: int) -> float:
    """WorkerSession memory of a process; 0 when it has gone."""
    try:
        text = Path(f"/proc/{pid}/status").read_text("utf-8")
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in text.splitlines() if line.startswith("VmRSS:")), 0.0)


@pytest.fixture(scope="module")
def submissions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The class on disk."""
    return write_generated(tmp_path_factory.mktemp("generated") / "class", SIZE)


@pytest.fixture(scope="module")
def undisturbed(submissions: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Memory]:
    """A run in which nothing happened, and what memory it took."""
    out = tmp_path_factory.mktemp("undisturbed")
    setup = Setup(tuple(exercises()), SEED)
    with Gradebook.open(out, create=True) as book, LocalPool(setup, cores()) as pool:
        keep_course(book, built_in())
        hand_in(book, submissions, None, built_in())
        note_exercises(book)
        settle(book, SEED, None)
        memory = Memory(pool)
        tally = grade_waiting(book, pool, setup, memory)
    assert (tally.graded, tally.failed) == (SIZE, 0)
    return out, memory


def test_memory_is_flat_over_the_run(undisturbed: tuple[Path, Memory]) -> None:
    _, memory = undisturbed
    print(f"processes: {[round(memory.quarter(number)) for number in range(4)]} MiB by quarter of the run")

    assert memory.quarter(3) < GROWTH_LIMIT * memory.quarter(1)


def test_random_kills_of_the_whole_group_change_nothing(
    submissions: Path, undisturbed: tuple[Path, Memory], tmp_path: Path
) -> None:
    random.seed(SEED)
    out, temporary = tmp_path / "out", tmp_path / "tmp"
    temporary.mkdir()
    for kill in range(1, KILLS + 1):
        command = start(submissions, out, temporary)
        # Spread over the class; the moment within a submission, a transaction or a start is left to chance.
        target = SIZE * kill // (KILLS + 2)
        until(lambda target=target: graded_so_far(out) >= target or command.poll() is not None, 3600)  # type: ignore[misc]
        time.sleep(random.uniform(0.0, 1.0))
        os.killpg(command.pid, signal.SIGKILL)
        command.wait(60)
        assert until(lambda: not processes_with(temporary), 20)
    last = start(submissions, out, temporary)

    assert last.wait(6 * 3600) == 0
    assert text_of(out) == text_of(undisturbed[0])


def start(submissions: Path, out: Path, temporary: Path) -> subprocess.Popen[bytes]:
    """The command, as a process group of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "grader", "class", str(submissions), "--out", str(out), "--seed", str(SEED)],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(temporary)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
