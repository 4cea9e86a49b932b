"""A first `grade class` that is refused leaves nothing; one that is refused later leaves what there was."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.classroom.errors import GradebookBusy
from grader.classroom.gradebook.gradebook import Gradebook
from grader.classroom.gradebook.submissions import add_students
from grader.classroom.running.sole_run import sole_run, traceless
from grader.classroom.students import Student
from grader.errors import UsageProblem


def run(out: Path, problem: Exception, *, enrol: bool = False) -> None:
    """What `grade class` does before it is refused."""
    with traceless(out), sole_run(out), Gradebook.open(out, create=True) as book:
        book.keep_setting("layout", "plain")
        if enrol:
            with book.transaction() as connection:
                add_students(connection, [Student("ann")])
        raise problem


def test_a_refused_first_run_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem):
        run(tmp_path / "new" / "out", UsageProblem("no"))

    assert not list(tmp_path.iterdir())


def test_other_files_in_the_folder_stay(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")

    with pytest.raises(UsageProblem):
        run(tmp_path, UsageProblem("no"))

    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_class_that_was_taken_in_stays(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem):
        run(tmp_path / "out", UsageProblem("no"), enrol=True)

    with Gradebook.open(tmp_path / "out") as book:
        assert book.setting("layout") == "plain"


def test_an_earlier_gradebook_stays(tmp_path: Path) -> None:
    Gradebook.open(tmp_path / "out", create=True).close()

    with pytest.raises(UsageProblem):
        run(tmp_path / "out", UsageProblem("no"))

    assert (tmp_path / "out" / "gradebook.sqlite").exists()


def test_what_another_run_is_making_stays(tmp_path: Path) -> None:
    with pytest.raises(GradebookBusy):
        run(tmp_path / "out", GradebookBusy("wait"))

    assert (tmp_path / "out" / "gradebook.sqlite").exists()
