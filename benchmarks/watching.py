"""Under `grade watch`: from a save to the first word, the first fact and the whole result; memory after many saves, and rest.

`python -m benchmarks watching --exercise exercise3 --saves 500` shows whether memory stays as it is.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.one_shot import workspace
from benchmarks.rounds import ROOT, Figure, cpu_s_of

# Between two saves, as a person does; meanwhile the next front is made.
_TYPING_S = 1.5
_SETTLING_S, _IDLE_S = 5.0, 10.0


@dataclass(frozen=True)
class Row:
    """Seconds on the clock after a save, resident memory, and CPU time while nothing is saved.

    Attributes:
        first_word_s: until the save is noticed.
        first_fact_s: until the first function is judged.
        result_s: until the whole result is there.
        memory_mib: of the watch and of its warm process: after the first save, after the last.
        idle_cpu_s: CPU seconds a minute of all its processes, when nothing happens.
    """

    exercise: str
    first_word_s: Figure
    first_fact_s: Figure
    result_s: Figure
    memory_mib: dict[str, tuple[float, float]]
    idle_cpu_s: float


def measured(exercises: Sequence[str], saves: int) -> list[Row]:
    """So many saves of each exercise's solution, each another text."""
    return [_row(exercise, saves) for exercise in exercises]


def _row(exercise: str, saves: int) -> Row:
    with workspace() as folder:
        watched = _Watched(exercise, folder)
        try:
            found = [watched.save(0)]
            before = watched.memory_mib()
            found += [watched.save(number) for number in range(1, saves)]
            after = watched.memory_mib()
            idle_cpu_s = watched.idle_cpu_s()
        finally:
            watched.close()
    memory = {name: (before[name], after[name]) for name in before}
    words, facts, results = zip(*found, strict=True)
    return Row(exercise, Figure.of(words), Figure.of(facts), Figure.of(results), memory, idle_cpu_s)


class _Watched:
    """`grade watch --json` of one exercise, told of saves."""

    def __init__(self, exercise: str, folder: Path) -> None:
        self._file = folder / "exercises" / f"{exercise}.py"
        self._text = self._file.read_text("utf-8")
        command = [sys.executable, "-m", "grader", "watch", exercise, "--json"]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        self._process = subprocess.Popen(
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
        )
        self._wait_for("grade")

    def _wait_for(self, event: str) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if json.loads(line)["event"] == event:
                return
        raise RuntimeError("grade watch has ended.")

    def save(self, number: int) -> tuple[float, float, float]:
        """Save a file that is another, after a while of typing; seconds to the first word, fact, and to the result."""
        time.sleep(_TYPING_S)
        draft = self._file.with_suffix(".draft")
        draft.write_text(f"{self._text}\n# save {number}\n", "utf-8")
        start_s = time.perf_counter()
        os.replace(draft, self._file)
        seconds = []
        for event in ("saved", "function", "grade"):
            self._wait_for(event)
            seconds.append(time.perf_counter() - start_s)
        return seconds[0], seconds[1], seconds[2]

    def idle_cpu_s(self) -> float:
        """CPU seconds a minute of all processes, once what is made ahead is made."""
        time.sleep(_SETTLING_S)
        before_s = sum(map(cpu_s_of, self._family()))
        time.sleep(_IDLE_S)
        return (sum(map(cpu_s_of, self._family())) - before_s) * 60 / _IDLE_S

    def _family(self) -> list[int]:
        """The watch and all that it has started."""
        found, pids = [self._process.pid], list(map(int, filter(str.isdigit, os.listdir("/proc"))))
        for pid in found:
            found += [other for other in pids if _parent_of(other) == pid]
        return found

    def memory_mib(self) -> dict[str, float]:
        """Resident memory of the watch, and of the warm process that it has started."""
        watch = self._process.pid
        warm = next(pid for pid in map(int, filter(str.isdigit, os.listdir("/proc"))) if _parent_of(pid) == watch)
        return {"watch": _memory_mib(watch), "warm process": _memory_mib(warm)}

    def close(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.wait()


def _parent_of(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[1])
    except OSError:
        return 0


def _memory_mib(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text("utf-8").split()[1])
    return round(pages * os.sysconf("SC_PAGE_SIZE") / (1 << 20), 1)
