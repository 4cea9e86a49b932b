"""Under `grade watch`: from a save to the first word of it, and to the whole result; what memory it holds after many saves."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.one_shot import workspace
from benchmarks.rounds import ROOT, Figure


@dataclass(frozen=True)
class Row:
    """Seconds on the clock after a save, and resident memory.

    Attributes:
        memory_mib: of the watch and of its warm process: after the first save, after the last.
    """

    exercise: str
    first_word_s: Figure
    result_s: Figure
    memory_mib: dict[str, tuple[float, float]]


def measured(exercise: str, saves: int) -> Row:
    """So many saves of one exercise's solution, each another text."""
    with workspace() as folder:
        watched = _Watched(exercise, folder)
        try:
            found = [watched.save(0)]
            before = watched.memory_mib()
            found += [watched.save(number) for number in range(1, saves)]
            after = watched.memory_mib()
        finally:
            watched.close()
    memory = {name: (before[name], after[name]) for name in before}
    return Row(exercise, Figure.of(first for first, _ in found), Figure.of(result for _, result in found), memory)


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

    def save(self, number: int) -> tuple[float, float]:
        """Save a file that is another; seconds to the first word and to the result."""
        draft = self._file.with_suffix(".draft")
        draft.write_text(f"{self._text}\n# save {number}\n", "utf-8")
        start_s = time.perf_counter()
        os.replace(draft, self._file)
        self._wait_for("saved")
        first_s = time.perf_counter() - start_s
        self._wait_for("grade")
        return first_s, time.perf_counter() - start_s

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
