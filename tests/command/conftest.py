"""A workspace to type commands in."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from handmade_grades import Type

from grader.courses import built_in

COURSE = built_in()
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A workspace as `grade init` makes it, less what takes time."""
    folder = tmp_path / "course"
    (folder / "exercises").mkdir(parents=True)
    for name in COURSE.names():
        (folder / "exercises" / f"{name}.py").write_bytes(COURSE.stub_path(name).read_bytes())
    return folder


@pytest.fixture
def type_in(course: Path) -> Type:
    """Types a command in the workspace, or in a folder of it: `type_in("exercise3", within="exercises")`."""

    def run(*arguments: object, within: str = ".", **environment: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "grader", *map(str, arguments)]
        env = {**os.environ, "NO_COLOR": "1", **environment}
        return subprocess.run(
            command, cwd=course / within, env=env, capture_output=True, text=True, timeout=400, check=False
        )

    return run


@pytest.fixture
def solved(course: Path) -> Callable[..., None]:
    """Writes a solution into the workspace, with some functions put in other words: `solved("exercise3", fit="...")`."""

    def write(exercise: str, **bodies: str) -> None:
        text = (ROOT / "solutions" / f"{exercise}.py").read_text("utf-8")
        for name, body in bodies.items():
            text += f"\n\ndef {name}(*args, **kwargs):\n    {body}\n"
        (course / "exercises" / f"{exercise}.py").write_text(text, "utf-8")

    return write
