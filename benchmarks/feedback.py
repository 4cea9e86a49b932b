"""Speed as ratios within one run: python benchmarks/feedback.py [--rounds N].

1. The wall time of `grade exercise3 solutions` over that of `python -c "import torch"`, pair by pair.
2. A worker (fork, lockdown, load) over a bare fork of a process that has imported torch; and the share of the lockdown.
3. Grading one submission on a warm bench over a fresh pytest process that imports torch for it.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
EXERCISE = "exercise3"
PLAIN_TEST = """
import sys
sys.path.insert(0, {folder!r})
import torch
import {exercise}

def test_loss():
    p = torch.full((4, 1), 0.5)
    assert {exercise}.binary_loss(p, torch.ones(4, 1)).isfinite()
"""


def wall_s(action: Callable[[], object]) -> float:
    """Seconds on the clock that an action takes."""
    start_s = time.perf_counter()
    action()
    return time.perf_counter() - start_s


def run(*command: str) -> None:
    """Run a command to its end, without its output."""
    subprocess.run([sys.executable, *command], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def ratio_line(name: str, pairs: list[tuple[float, float]]) -> str:
    """Median, smallest and largest ratio of pairs, with the median times behind it."""
    ratios = sorted(one / other for one, other in pairs)
    ones, others = (statistics.median(column) for column in zip(*pairs, strict=True))
    spread = f"{ratios[0]:.2f} to {ratios[-1]:.2f}"
    return f"{name}: {statistics.median(ratios):.2f} ({spread}; {1e3 * ones:.0f} ms over {1e3 * others:.0f} ms)"


def command_over_import(rounds: int) -> list[tuple[float, float]]:
    """The whole command against importing torch once."""
    grade = ("-m", "grader", EXERCISE, "solutions")
    run(*grade)
    return [(wall_s(lambda: run(*grade)), wall_s(lambda: run("-c", "import torch"))) for _ in range(rounds)]


def workers(rounds: int) -> tuple[list[tuple[float, float]], list[tuple[float, float]]]:
    """A locked worker and an open one, each against a bare fork from here."""
    from grader.sandbox.contract.limits import Limits
    from grader.sandbox.contract.worker_spec import WorkerSpec
    from grader.sandbox.factory import WorkerFactory
    from grader.session.worker_session import WorkerSession
    from grader.source import SourceFile

    source = SourceFile("empty", b"import torch\n")

    def worker(factory: WorkerFactory, confined: bool) -> None:
        session = WorkerSession(factory, source, WorkerSpec("", confined=confined))
        session.worker(Limits())
        session.close()

    with WorkerFactory(["torch.optim"]) as factory:
        worker(factory, True)
        locked = [(wall_s(lambda: worker(factory, True)), wall_s(bare_fork)) for _ in range(rounds)]
        shares = [
            (wall_s(lambda: worker(factory, True)), wall_s(lambda: worker(factory, False))) for _ in range(rounds)
        ]
    return locked, shares


def bare_fork() -> None:
    """Fork this process, which has imported torch, and wait for the child's end."""
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)


def warm_over_pytest(rounds: int) -> list[tuple[float, float]]:
    """One graded submission on a warm bench against a fresh pytest for it."""
    from grader import catalog
    from grader.sandbox.factory import WorkerFactory
    from grader.source import read_source

    with tempfile.TemporaryDirectory() as folder, WorkerFactory(catalog.modules_needed(EXERCISE)) as factory:
        from grader.grading.grade import grade
        from grader.grading.options import GradeOptions
        from grader.grading.planning import plan_of

        test = Path(folder) / "test_plain.py"
        test.write_text(PLAIN_TEST.format(folder=str(ROOT / "solutions"), exercise=EXERCISE))
        source, plan = read_source(EXERCISE, ROOT / "solutions"), plan_of(EXERCISE, 1, GradeOptions())
        grade(factory, EXERCISE, source, plan)
        pytest = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", folder, "-c", os.devnull, str(test))
        return [
            (wall_s(lambda: grade(factory, EXERCISE, source, plan)), wall_s(lambda: run(*pytest)))
            for _ in range(rounds)
        ]


def main() -> None:
    """Print every ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7, help="pairs of each measurement")
    rounds = parser.parse_args().rounds
    locked, shares = workers(rounds)
    print(ratio_line("a locked worker over a bare fork", locked))
    print(ratio_line("a locked worker over an open one", shares))
    print(ratio_line("a graded submission (24 checks) over a fresh pytest with one test", warm_over_pytest(rounds)))
    print(ratio_line(f"grade {EXERCISE} solutions over import torch", command_over_import(rounds)))


if __name__ == "__main__":
    main()
