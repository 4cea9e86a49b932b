"""How long a learner waits for one result: `grade exerciseN` of a solution, cold and by the warm process.

Each round also runs `python -c "import torch"` and a fresh pytest with one test; the ratios are taken within a round, so
that a busy machine slows both.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.classes import plain_pytest
from benchmarks.rounds import ROOT, Figure, python
from grader.source import SourceFile

_STAND_BY_S = 300


@dataclass(frozen=True)
class Row:
    """Figures of one exercise.

    Attributes:
        cold_wall, cold_cpu: the cold way over `import torch`, by the clock and by CPU time.
        warm_wall: the warm way over `import torch`, by the clock.
        cold_s, warm_s, torch_s, pytest_s: seconds on the clock.
    """

    exercise: str
    cold_wall: Figure
    cold_cpu: Figure
    warm_wall: Figure
    cold_s: Figure
    warm_s: Figure
    torch_s: Figure
    pytest_s: Figure


def measured(exercises: Sequence[str], rounds: int) -> list[Row]:
    """A row for each exercise."""
    with workspace() as folder:
        _stand_by(exercises[0], folder)
        return [_row(exercise, folder, rounds) for exercise in exercises]


def _row(exercise: str, folder: Path, rounds: int) -> Row:
    grade = ("-m", "grader", exercise)
    python(*grade, cwd=folder, AUTOGRADUS_WARM="1")
    source = SourceFile(exercise, (folder / "exercises" / f"{exercise}.py").read_bytes(), f"{exercise}.py")
    found, pytest_s = [], []
    for _ in range(rounds):
        torch, cold = python("-c", "import torch"), python(*grade, cwd=folder)
        pytest_s.append(plain_pytest(source).wall_s)
        found.append((torch, cold, python(*grade, cwd=folder, AUTOGRADUS_WARM="1")))
    return Row(
        exercise,
        Figure.of(cold.wall_s / torch.wall_s for torch, cold, _ in found),
        Figure.of(cold.cpu_s / torch.cpu_s for torch, cold, _ in found),
        Figure.of(warm.wall_s / torch.wall_s for torch, _, warm in found),
        Figure.of(cold.wall_s for _, cold, _ in found),
        Figure.of(warm.wall_s for _, _, warm in found),
        Figure.of(torch.wall_s for torch, _, _ in found),
        Figure.of(pytest_s),
    )


@contextlib.contextmanager
def workspace() -> Iterator[Path]:
    """A learner's folder with every solution, and a warm process of its own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(ROOT / "solutions", folder / "exercises", ignore=shutil.ignore_patterns("__pycache__"))
        (folder / "run").mkdir(0o700)
        before = os.environ.get("XDG_RUNTIME_DIR")
        os.environ["XDG_RUNTIME_DIR"] = str(folder / "run")
        try:
            yield folder
        finally:
            python("-m", "grader", "warm", "stop")
            del os.environ["XDG_RUNTIME_DIR"]
            if before is not None:
                os.environ["XDG_RUNTIME_DIR"] = before


def _stand_by(exercise: str, folder: Path) -> None:
    """Let a warm process start and be ready."""
    from grader.warm import client, place

    python("-m", "grader", exercise, cwd=folder, AUTOGRADUS_WARM="1")
    deadline_s = time.monotonic() + _STAND_BY_S
    while client.ask(place.socket_path(), "status") is None:
        if time.monotonic() > deadline_s:
            raise RuntimeError(f"no warm process came up in {_STAND_BY_S} s; try `python -m grader warm`.")
        time.sleep(0.2)
