"""A new exercise is four files and nothing else; without them there is no trace of it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grader.courses import built_in

COURSE = built_in()

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("exercises", "solutions", "grader/checks", "grader/misconceptions")
MODEL = COURSE.names()[-1]
NEW = f"exercise{int(MODEL.removeprefix('exercise')) + 1}"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the course."""
    folder = tmp_path_factory.mktemp("course")
    for name in ("exercises", "solutions", "grader"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def grade(course: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the copy's command."""
    env = {**os.environ, "PYTHONPATH": str(course)}
    command = [sys.executable, "-m", "grader", *arguments]
    return subprocess.run(command, cwd=course, env=env, capture_output=True, text=True, timeout=300, check=False)


def test_four_files_bring_a_command_a_place_and_a_proof(course: Path) -> None:
    """And removing them leaves nothing."""
    number, new_number = MODEL.removeprefix("exercise"), NEW.removeprefix("exercise")
    for folder in FOLDERS:
        text = (course / folder / f"{MODEL}.py").read_text("utf-8")
        text = text.replace(MODEL, NEW).replace(f"Exercise {number}", f"Exercise {new_number}")
        (course / folder / f"{NEW}.py").write_text(text, "utf-8")

    assert NEW in grade(course, "--help").stdout
    assert NEW in grade(course).stdout
    assert "hint 1 of 3" in grade(course, "hint", NEW, COURSE.functions(MODEL)[0]).stdout
    done = grade(course, NEW, "solutions", "--json")
    assert json.loads(done.stdout)["score"] == 100, done.stderr

    for folder in FOLDERS:
        (course / folder / f"{NEW}.py").unlink()

    assert NEW not in grade(course, "--help").stdout
    assert grade(course, NEW).returncode == 2
