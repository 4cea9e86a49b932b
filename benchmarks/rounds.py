"""What a process costs, and a figure over several rounds."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Cost:
    """What a process took, with all processes that it waited for.

    Attributes:
        wall_s: seconds on the clock; a busy machine makes them longer.
        cpu_s: seconds of CPU time, user and system.
    """

    wall_s: float
    cpu_s: float


@dataclass(frozen=True)
class Figure:
    """A figure over several rounds: the median, the lowest and the highest."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Iterable[float]) -> Figure:
        """The figure of at least one value."""
        found = sorted(values)
        return cls(statistics.median(found), found[0], found[-1])

    def __str__(self) -> str:
        return f"{self.median:.2f} ({self.low:.2f}-{self.high:.2f})"


def python(*words: str, cwd: Path = ROOT, **environment: str) -> Cost:
    """Run a Python command to its end, without its output; what it cost."""
    surroundings = {**os.environ, "AUTOGRADUS_WARM": "0", "PYTHONPATH": str(ROOT), **environment}
    return cost_of([sys.executable, *words], cwd, surroundings)


def cost_of(command: Sequence[str], cwd: Path, environment: dict[str, str]) -> Cost:
    """Run a command to its end, without its output; what it cost."""
    start_s = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=cwd, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )  # fmt: skip
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return Cost(time.perf_counter() - start_s, usage.ru_utime + usage.ru_stime)


def cpu_s_of(pid: int) -> float:
    """CPU seconds of a living process and of the children that it has waited for (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
