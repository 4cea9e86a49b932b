"""A class of six, written to disk, and ways to grade it: in this process, as a command, and looked at from outside."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from grader.classroom.gradebook.canonical import ordered
from grader.classroom.gradebook.counting import note_exercises
from grader.classroom.gradebook.course_kept import keep_course
from grader.classroom.gradebook.gradebook import FILE_NAME, Gradebook
from grader.classroom.gradebook.pending import WHOLE, Shard
from grader.classroom.running.class_options import RunOptions
from grader.classroom.running.grade_pending import grade_waiting, hand_in, settle
from grader.classroom.running.grader_process import Setup, Task
from grader.classroom.running.tally import Tally
from grader.courses import built_in

ROOT = Path(__file__).resolve().parents[2]
EXERCISE = "exercise2"
SEED = 7
SETUP = Setup((EXERCISE,), SEED)
SOLUTION = (ROOT / "solutions" / f"{EXERCISE}.py").read_bytes()
SOURCES = {
    "ada": SOLUTION,
    "bob": SOLUTION,  # equal to ada's: graded once
    "cyd": (ROOT / "exercises" / f"{EXERCISE}.py").read_bytes(),
    "dan": b"def (\n",
    "eve": b"import os\nos._exit(3)\n",
    "fay": b"import absent_package\n",
}
SLEEPER = b"import time\ntime.sleep(600)\n"
RUN = RunOptions(jobs=2)


def write_class(folder: Path, sources: dict[str, bytes] | None = None) -> Path:
    """A folder a student."""
    for student, source in (sources or SOURCES).items():
        (folder / student).mkdir(parents=True)
        (folder / student / f"{EXERCISE}.py").write_bytes(source)
    return folder


def enrolled(folder: Path, out: Path) -> Gradebook:
    """The class in a new gradebook, with its seed."""
    out.mkdir(parents=True, exist_ok=True)
    book = Gradebook.open(out, create=True)
    keep_course(book, built_in())
    hand_in(book, folder, None, built_in())
    note_exercises(book)
    settle(book, SEED, None)
    return book


def grade_with(
    book: Gradebook, pool: Any, watch: Callable[[Tally], None] = lambda _: None, shard: Shard = WHOLE
) -> Tally:
    """Grade what waits."""
    return grade_waiting(book, pool, SETUP, watch, shard=shard)


def text_of(out: Path) -> str:
    """The ordered export of a results folder."""
    with Gradebook.open(out) as book:
        return ordered(book)


class Watched:
    """A pool that notes the tasks it is given."""

    def __init__(self, pool: Any) -> None:
        self.pool = pool
        self.given: list[str] = []

    def run(self, tasks: Iterable[Task]) -> Iterator[Any]:
        """The pool's own results."""

        def noted() -> Iterator[Task]:
            for task in tasks:
                self.given.append(task.key)
                yield task

        return self.pool.run(noted())


def start_command(submissions: Path, out: Path, temporary: Path, *arguments: object) -> subprocess.Popen[str]:
    """`grade class` as a process group of its own; all its processes, and no other, have this TMPDIR."""
    temporary.mkdir(exist_ok=True)
    command = [
        sys.executable,
        "-m",
        "grader",
        "class",
        submissions,
        "--out",
        out,
        "--seed",
        SEED,
        "--jobs",
        2,
        *arguments,
    ]
    return subprocess.Popen(
        [str(part) for part in command],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(temporary)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def graded_so_far(out: Path) -> int:
    """How many submissions have a grade, seen from another process."""
    file = out / FILE_NAME
    if not file.is_file():
        return 0
    connection = sqlite3.connect(file, timeout=10)
    try:
        return int(connection.execute("SELECT COUNT(*) FROM graded").fetchone()[0])
    except sqlite3.OperationalError:
        return 0
    finally:
        connection.close()


def until(happened: Callable[[], bool], within_s: float = 240.0) -> bool:
    """Wait for something."""
    deadline_s = time.monotonic() + within_s
    while not happened():
        if time.monotonic() > deadline_s:
            return False
        time.sleep(0.02)
    return True


def processes_with(temporary: Path) -> list[int]:
    """Living processes whose environment names the folder."""
    found = []
    for process in Path("/proc").iterdir():
        if not process.name.isdigit():
            continue
        try:
            named = f"TMPDIR={temporary}".encode() in (process / "environ").read_bytes().split(b"\0")
        except OSError:
            continue
        if named:
            found.append(int(process.name))
    return found
