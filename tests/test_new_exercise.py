"""A new exercise is four files and nothing else: `grade new` writes them; without them there is no trace of it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grader.courses import built_in, find_course
from grader.errors import UsageProblem
from grader.verification.content import look
from grader.verification.new_exercise import write_exercise

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("exercises", "solutions", "grader/checks", "grader/misconceptions")
NEW = f"exercise{len(built_in().names()) + 1}"


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of our course."""
    folder = tmp_path_factory.mktemp("checkout")
    for name in ("exercises", "solutions", "grader"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """A course of one's own, which so far is a name."""
    (tmp_path / "course.toml").write_text('name = "mine"\nversion = "1"\ntitle = "Mine"\n')
    return tmp_path


def grade(checkout: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the copy's command."""
    env = {**os.environ, "PYTHONPATH": str(checkout)}
    command = [sys.executable, "-m", "grader", *arguments]
    return subprocess.run(command, cwd=checkout, env=env, capture_output=True, text=True, timeout=300, check=False)


def test_four_files_bring_a_command_a_place_and_a_proof(checkout: Path) -> None:
    """And removing them leaves nothing."""
    assert grade(checkout, "new", NEW, "--functions", "first,second").returncode == 0
    assert all((checkout / folder / f"{NEW}.py").is_file() for folder in FOLDERS)
    assert f"... {NEW}" in grade(checkout, "--help").stdout
    assert NEW in grade(checkout).stdout
    assert "second: TODO: a nudge" in grade(checkout, "hint", NEW, "second").stdout
    done = grade(checkout, NEW, "solutions", "--json")
    assert json.loads(done.stdout)["score"] == 100, done.stderr

    for folder in FOLDERS:
        (checkout / folder / f"{NEW}.py").unlink()

    assert f"... {NEW}" not in grade(checkout, "--help").stdout
    assert grade(checkout, NEW).returncode == 2


def test_what_is_still_missing_is_told_a_line_each(empty: Path) -> None:
    """By the number of functions; nothing contradicts itself."""
    write_exercise(find_course(str(empty)), "1", "first,second")
    looked = look(find_course(str(empty)), "exercise1")

    assert looked.contradictions == ()
    assert [str(found).removeprefix("exercise1: ") for found in looked.shortfalls if "TODO" not in str(found)] == [
        "second must have a check.",
        "first must have at least 2 misconceptions; got 1.",
        "second must have at least 2 misconceptions; got 0.",
        "tests/accepted/exercise1 must hold at least 2 files; got 0.",
        "tests/rejected/exercise1 must hold at least 4 files; got 0.",
    ]
    assert sum("TODO" in str(found) for found in looked.shortfalls) == 4


@pytest.mark.parametrize("name", ["warmup", "exercise", "exercise1a", ""])
def test_a_name_that_is_none_is_refused(empty: Path, name: str) -> None:
    """And nothing is written."""
    with pytest.raises(UsageProblem, match="name of an exercise must"):
        write_exercise(find_course(str(empty)), name, "")

    assert [entry.name for entry in empty.iterdir()] == ["course.toml"]


@pytest.mark.parametrize("functions", ["a-b", "class", "_hidden", "twice,twice", "3x"])
def test_functions_that_cannot_be_are_refused(empty: Path, functions: str) -> None:
    """Public names, each once."""
    with pytest.raises(UsageProblem, match="--functions must"):
        write_exercise(find_course(str(empty)), "1", functions)


def test_nothing_that_is_there_is_written_over(empty: Path) -> None:
    """Not even when only one of the four is there."""
    (empty / "checks").mkdir()
    (empty / "checks" / "exercise1.py").write_text("mine\n")
    with pytest.raises(UsageProblem, match="checks/exercise1.py must not exist yet"):
        write_exercise(find_course(str(empty)), "1", "")

    assert (empty / "checks" / "exercise1.py").read_text() == "mine\n"
    assert not (empty / "exercises").exists()


def test_a_course_may_name_its_exercises(empty: Path) -> None:
    """The list comes first, then the files."""
    with (empty / "course.toml").open("a") as file:
        file.write('exercises = ["warmup"]\n')
    write_exercise(find_course(str(empty)), "warmup", "")

    assert look(find_course(str(empty)), "warmup").contradictions == ()
