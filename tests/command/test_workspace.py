"""`grade init` and `grade update`: a folder to work in, and newer stubs that take nothing away."""

from __future__ import annotations

import dataclasses
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from handmade_grades import Type

from grader.command.learner import new_workspace, updating
from grader.command.learner.updating import Outcome
from grader.course import Course
from grader.courses import built_in
from grader.errors import SubmissionProblem, UsageProblem

COURSE = built_in()
NEEDS_GIT = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def newer(made: Path) -> Course:
    """The course, its stubs lying beside the workspace, where a test may change them."""
    return dataclasses.replace(COURSE, exercises=made.parent / "stubs")


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new workspace, with the test in it; its course's stubs may be changed."""
    stubs = tmp_path / "stubs"
    shutil.copytree(COURSE.exercises, stubs, ignore=shutil.ignore_patterns("__pycache__"))
    folder = tmp_path / "course"
    new_workspace.initialise(folder, newer(tmp_path / "course"))
    monkeypatch.chdir(folder)
    return folder


def test_a_new_workspace_has_all_it_needs(made: Path) -> None:
    """Stubs, what they were, a page to read, tasks for an editor."""
    tasks = json.loads((made / ".vscode" / "tasks.json").read_text())
    pattern = tasks["tasks"][0]["problemMatcher"]["pattern"]["regexp"]

    assert sorted(path.name for path in (made / "exercises").iterdir()) == sorted(f"{n}.py" for n in COURSE.names())
    assert len((made / "README.md").read_text().splitlines()) < 25
    assert re.match(pattern, "exercises/exercise3.py:138: expected ':'")
    assert re.match(pattern, "exercises/exercise3.py:56: sigmoid failed")


@NEEDS_GIT
def test_a_new_workspace_is_a_repository_unless_it_lies_in_one(made: Path) -> None:
    """No repository within a repository."""
    new_workspace.initialise(made / "inner", COURSE)

    assert (made / ".git").exists()
    assert not (made / "inner" / ".git").exists()


def test_a_folder_that_holds_files_is_no_new_workspace(tmp_path: Path) -> None:
    """Nothing is overwritten; a file is no folder."""
    (tmp_path / "mine.txt").write_text("x")
    with pytest.raises(SubmissionProblem, match="new or empty"):
        new_workspace.initialise(tmp_path, COURSE)
    with pytest.raises(SubmissionProblem, match="another name"):
        new_workspace.initialise(tmp_path / "mine.txt", COURSE)


def change_stub(old: str, new: str) -> None:
    """A newer version of exercise3's stub."""
    stub = newer(Path.cwd()).stub_path("exercise3")
    text = stub.read_text("utf-8")
    assert old in text
    stub.write_text(text.replace(old, new, 1), "utf-8")


def outcome() -> Outcome:
    """What an update does to exercise3."""
    return next(updated.outcome for updated in updating.update(newer(Path.cwd())) if updated.name == "exercise3")


def mine(made: Path) -> Path:
    """My exercise3."""
    return made / "exercises" / "exercise3.py"


def test_an_untouched_stub_is_replaced(made: Path) -> None:
    """And the second time there is nothing new."""
    change_stub("Exercise 3: ", "Exercise 3: newer ")

    assert outcome() is Outcome.REPLACED
    assert "newer" in mine(made).read_text()
    assert outcome() is Outcome.SAME


@NEEDS_GIT
def test_what_i_wrote_and_what_is_new_both_stay(made: Path) -> None:
    """A three-way merge."""
    text = mine(made).read_text()
    mine(made).write_text(text + "\n# mine\n")
    change_stub("Exercise 3: ", "Exercise 3: newer ")

    assert outcome() is Outcome.MERGED
    assert mine(made).read_text().endswith("# mine\n")
    assert "Exercise 3: newer " in mine(made).read_text()
    assert outcome() is Outcome.SAME


@NEEDS_GIT
def test_a_conflict_shows_both_sides(made: Path) -> None:
    """Marked as git marks it; nothing is lost."""
    line = mine(made).read_text().splitlines()[0]
    mine(made).write_text(mine(made).read_text().replace(line, '"""my title', 1))
    change_stub(line, '"""their title')

    assert outcome() is Outcome.CONFLICTS
    text = mine(made).read_text()
    assert all(
        part in text for part in ('"""my title', '"""their title', "<<<<<<< what you wrote", ">>>>>>> the new stub")
    )


def test_a_deleted_exercise_comes_back_and_a_new_one_comes(made: Path) -> None:
    """Whole."""
    mine(made).unlink()

    assert outcome() is Outcome.NEW
    assert mine(made).read_bytes() == newer(made).stub_path("exercise3").read_bytes()


def test_without_the_stub_one_began_with_mine_stays_as_it_is(made: Path) -> None:
    """The new stub lies beside it."""
    shutil.rmtree(made / ".autogradus")
    mine(made).write_text("mine")

    assert outcome() is Outcome.BESIDE
    assert mine(made).read_text() == "mine"
    assert (made / "exercises" / "exercise3.new.py").is_file()


def test_what_i_keep_beside_my_file_is_never_written_over(made: Path) -> None:
    """Under whatever name; a new stub that lies there already is not laid there twice."""
    shutil.rmtree(made / ".autogradus")
    mine(made).write_text("mine")
    notes = mine(made).with_name("exercise3.new.py")
    notes.write_text("notes")
    outcome()
    outcome()

    assert notes.read_text() == "notes"
    assert [file.name for file in made.glob("exercises/exercise3.new?*.py")] == ["exercise3.new1.py"]


@NEEDS_GIT
def test_a_file_that_is_no_text_is_left_as_it_was(made: Path) -> None:
    """With git's reason."""
    mine(made).write_bytes(b"\x00\x01binary")
    change_stub("Exercise 3: ", "Exercise 3: newer ")
    with pytest.raises(UsageProblem, match="as it was"):
        updating.update(newer(Path.cwd()))

    assert mine(made).read_bytes() == b"\x00\x01binary"


def test_an_update_outside_of_a_workspace_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And makes nothing."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageProblem, match="grade init"):
        updating.update(newer(Path.cwd()))

    assert list(tmp_path.iterdir()) == []


def test_update_by_its_command(type_in: Type, course: Path) -> None:
    """A line for each exercise."""
    done = type_in("update")

    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == len(COURSE.names())


def test_help_is_in_parts_for_each_reader(type_in: Type) -> None:
    """A learner reads the first."""
    said = type_in("--help").stdout
    parts = [said.index(part) for part in ("For learners:", "For instructors:", "For authors:")]

    assert parts == sorted(parts)
    assert said.index("hint") < parts[1] < said.index("  class") < parts[2] < said.index("  verify")


@pytest.mark.parametrize("arguments", [[], ["hint"], ["--help"], ["exercise3", "--help"], ["exercise3"]])
def test_nothing_is_wider_than_80_columns(arguments: list[str], type_in: Type) -> None:
    """And no word is broken for it."""
    assert max(map(len, type_in(*arguments).stdout.splitlines())) <= 80


def test_an_ascii_terminal_loses_no_word(type_in: Type, course: Path) -> None:
    """A letter that it cannot show is shown by its number."""
    (course / "exercises" / "exercise3.py").write_text("x = （1)\n", "utf-8")
    done = type_in("exercise3", PYTHONIOENCODING="ascii")

    assert done.returncode == 1, done.stderr
    assert "\\uff08 is a full-width character" in done.stdout


def test_git_is_never_asked_for_anything_else(made: Path) -> None:
    """No commit, no user's name."""
    log = subprocess.run(["git", "log"], cwd=made, capture_output=True, text=True, check=False)

    assert log.returncode != 0
