"""How soon a learner is answered: python benchmarks/feedback.py [EXERCISE ...] [--rounds N] [--saves N] [--json].

For each exercise's solution, median and worst of N rounds, in milliseconds on the clock:

- cold: `grade exerciseN` as a process of its own;
- warm: the same handed over to the warm process;
- first fact: under `grade watch`, from a save to the first word of it;
- verdict: from that save to the whole result;

beside `python -c "import torch"` and a fresh pytest with one test, in the same rounds, so that a busy machine slows all alike.

With --saves instead: the memory of `grade watch` and of its warm process over so many saves, and the CPU time of both while
nothing happens for ten seconds.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
DEFAULT = ("exercise1", "exercise2", "exercise3", "exercise7")
PLAIN_TEST = """
import torch

def test_one():
    assert torch.ones(4).sum() == 4
"""


def wall_ms(action: Callable[[], object]) -> float:
    """Milliseconds on the clock that an action takes."""
    start_s = time.perf_counter()
    action()
    return 1e3 * (time.perf_counter() - start_s)


def run(*command: str, cwd: Path = ROOT, warm: str = "0") -> None:
    """Run a Python command to its end, without its output."""
    environment = {**os.environ, "AUTOGRADUS_WARM": warm, "PYTHONPATH": str(ROOT)}
    subprocess.run(
        [sys.executable, *command], cwd=cwd, env=environment, check=False, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip


class Watched:
    """`grade watch --json` of one exercise, told of saves."""

    def __init__(self, exercise: str, course: Path) -> None:
        self.file = course / "exercises" / f"{exercise}.py"
        self.text = (ROOT / "solutions" / f"{exercise}.py").read_text("utf-8")
        self.saves = 0
        command = [sys.executable, "-m", "grader", "watch", exercise, "--json"]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        self.process = subprocess.Popen(
            command, cwd=course, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
        )
        self.wait_for("grade")

    def wait_for(self, event: str) -> None:
        """Read until the event has come."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if json.loads(line)["event"] == event:
                return
        raise RuntimeError("grade watch has ended")

    def save(self) -> tuple[float, float]:
        """Save a file that is another; milliseconds to the first fact and to the verdict."""
        self.saves += 1
        draft = self.file.with_suffix(".draft")
        draft.write_text(f"{self.text}\n# save {self.saves}\n", "utf-8")
        start_s = time.perf_counter()
        os.replace(draft, self.file)
        self.wait_for("saved")
        first_s = time.perf_counter()
        self.wait_for("grade")
        return 1e3 * (first_s - start_s), 1e3 * (time.perf_counter() - start_s)

    def processes(self) -> list[int]:
        """The watch itself and the warm process that it has started."""
        found = [self.process.pid]
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                with suppress(OSError):
                    fields = (entry / "stat").read_text().rpartition(")")[2].split()
                    found += [int(entry.name)] if int(fields[1]) == self.process.pid else []
        return found

    def memory_mib(self) -> dict[str, float]:
        """Resident memory, of each of the two."""
        page_mib = os.sysconf("SC_PAGE_SIZE") / (1 << 20)
        sizes = [int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * page_mib for pid in self.processes()]
        return dict(zip(("watch", "warm process"), (round(size, 1) for size in sizes), strict=False))

    def cpu_s(self) -> float:
        """CPU time of both so far."""
        ticks = 0
        for pid in self.processes():
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def close(self) -> None:
        """End it."""
        self.process.terminate()
        self.process.wait()


@contextmanager
def course() -> Iterator[Path]:
    """A workspace with every solution, and a warm process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        exercises = Path(folder) / "exercises"
        shutil.copytree(ROOT / "solutions", exercises, ignore=shutil.ignore_patterns("__pycache__"))
        (Path(folder) / "run").mkdir(0o700)
        os.environ["XDG_RUNTIME_DIR"] = str(Path(folder) / "run")
        (Path(folder) / "test_plain.py").write_text(PLAIN_TEST)
        try:
            yield Path(folder)
        finally:
            run("-m", "grader", "warm", "stop")


def stand_by(exercise: str, folder: Path) -> None:
    """Let a warm process start and be ready."""
    from grader.warm import client, place

    run("-m", "grader", exercise, cwd=folder, warm="1")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    deadline_s = time.monotonic() + 300
    while client.ask(place.socket_path(), "status") is None:
        if time.monotonic() > deadline_s:
            raise RuntimeError(f"no warm process came up ({environment['XDG_RUNTIME_DIR']})")
        time.sleep(0.2)


def measured(exercise: str, folder: Path, rounds: int) -> dict[str, list[float]]:
    """Every figure of one exercise, round by round."""
    stand_by(exercise, folder)
    watched = Watched(exercise, folder)
    grade = ("-m", "grader", exercise)
    pytest = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(folder), "-c", os.devnull)
    found: dict[str, list[float]] = {}
    try:
        for _ in range(rounds):
            first, verdict = watched.save()
            row = {
                "first fact": first,
                "verdict": verdict,
                "warm": wall_ms(lambda: run(*grade, cwd=folder, warm="1")),
                "cold": wall_ms(lambda: run(*grade, cwd=folder)),
                "import torch": wall_ms(lambda: run("-c", "import torch")),
                "pytest": wall_ms(lambda: run(*pytest, str(folder / "test_plain.py"))),
            }
            for name, value in row.items():
                found.setdefault(name, []).append(value)
    finally:
        watched.close()
    return found


def over_saves(exercise: str, folder: Path, saves: int) -> dict[str, object]:
    """Memory after 10 saves and after all of them, and CPU time of ten idle seconds."""
    watched = Watched(exercise, folder)
    memory: dict[int, dict[str, float]] = {}
    try:
        for save in range(1, saves + 1):
            watched.save()
            if save in (min(10, saves), saves):
                memory[save] = watched.memory_mib()
        before_s = watched.cpu_s()
        time.sleep(10)
        idle_s = watched.cpu_s() - before_s
    finally:
        watched.close()
    return {"memory_mib_after_saves": memory, "cpu_s_of_10_idle_s": round(idle_s, 2)}


def main() -> None:
    """Print the figures as a table or as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("exercises", nargs="*", default=list(DEFAULT))
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--saves", type=int, default=0)
    parser.add_argument("--json", action="store_true", dest="as_json")
    options = parser.parse_args()
    if options.saves:
        with course() as folder:
            print(json.dumps(over_saves(options.exercises[0], folder, options.saves)))
        return
    with course() as folder:
        figures = {name: measured(name, folder, options.rounds) for name in options.exercises}
    summary = {
        name: {what: {"median_ms": round(statistics.median(values), 1), "worst_ms": round(max(values), 1)}
               for what, values in columns.items()}
        for name, columns in figures.items()
    }  # fmt: skip
    if options.as_json:
        print(json.dumps({"rounds": options.rounds, "load": os.getloadavg()[0], "exercises": summary}))
        return
    for name, columns in summary.items():
        print(f"{name}, median (worst) of {options.rounds} in ms, load {os.getloadavg()[0]:.1f}")
        for what, one in columns.items():
            print(f"  {what:<14}{one['median_ms']:>9.0f} ({one['worst_ms']:.0f})")


if __name__ == "__main__":
    main()
