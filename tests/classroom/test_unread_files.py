"""Files that nobody could read or match: told apart from nothing handed in, and settled by a person."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from made_class import hand_in
from validators import rows_of

from grader.classroom.errors import SubmissionsProblem
from grader.classroom.exports import Options, export
from grader.classroom.gradebook.assigning import assign, assigned_of, unread_of
from grader.classroom.gradebook.gradebook import Gradebook
from grader.classroom.gradebook.submissions import left_out_of
from grader.classroom.intake.hand_out import take_in
from grader.command.cli import cli

Folder = Callable[..., Path]
EXERCISES = ["exercise3"]


@pytest.fixture
def handed(folder: Folder) -> Path:
    """One answer, one archive, one file of a wrong name, one note beside an answer."""
    return folder(
        {
            "ann/exercise3.py": "x = 1\n",
            "ann/README.md": "read me",
            "bob/exercise3.rar": "Rar!",
            "cyd/ex3 final.py": "x = 3\n",
        }
    )


def submissions(book: Gradebook) -> list[tuple[object, ...]]:
    """(student, exercise, origin) of everything in the gradebook."""
    return list(book.rows("SELECT student, exercise, origin FROM submission ORDER BY student, attempt"))


def test_something_unread_is_told_apart_from_nothing_handed_in(book: Gradebook, handed: Path) -> None:
    """In the remarks of the export; a README says nothing."""
    hand_in(book, handed)

    remarks = {row[0]: row[-1] for row in rows_of(export(book, "csv").text)[1:] if len(row) > 2}
    assert "handed in" not in remarks["ann"]
    assert [(entry.student, entry.path) for entry in unread_of(book)] == [
        ("bob", "bob/exercise3.rar"),
        ("cyd", "cyd/ex3 final.py"),
    ]
    assert "handed in: exercise3.rar, not read" in remarks["bob"]


def test_platforms_formats_name_it_beside_the_file(book: Gradebook, handed: Path) -> None:
    """A worksheet's row stays blank; the instructor is told why."""
    hand_in(book, handed)
    sheet = "Identifier,Full name,Grade\r\nParticipant 1,bob,\r\n"

    notes = " ".join(export(book, "moodle", Options(template=sheet)).notes)

    assert "bob: handed in bob/exercise3.rar: is an archive inside the submission" in notes


def test_a_broken_notebook_is_such_a_file(book: Gradebook, folder: Folder) -> None:
    """What turns out unreadable only when it is read."""
    hand_in(book, folder({"ann/exercise3.py": "x = 1\n", "bob/exercise3.ipynb": "no json"}))

    assert [entry.student for entry in unread_of(book)] == ["bob"]


def test_an_assigned_file_counts_in_this_and_every_later_run(book: Gradebook, handed: Path) -> None:
    """By the end of its path; a second run adds nothing."""
    hand_in(book, handed)
    assign(book, "ex3 final.py", "cyd", "exercise3")

    hand_in(book, handed)
    hand_in(book, handed)

    assert ("cyd", "exercise3", "cyd/ex3 final.py") in submissions(book)
    assert len(submissions(book)) == 2
    assert [entry.student for entry in unread_of(book)] == ["bob"]


def test_a_file_in_no_students_folder_can_be_assigned(book: Gradebook, folder: Folder) -> None:
    """It has no owner by the layout."""
    handed = folder({"ann/exercise3.py": "x = 1\n", "loose.py": "x = 2\n", "bob/notes.txt": "n"})
    hand_in(book, handed)
    assign(book, "loose.py", "bob", "exercise3")
    hand_in(book, handed)

    assert ("bob", "exercise3", "loose.py") in submissions(book)


def test_a_file_of_this_machine_is_taken_in_at_once(book: Gradebook, handed: Path, tmp_path: Path) -> None:
    """A hand-in by mail."""
    hand_in(book, handed)
    (tmp_path / "mailed.py").write_text("x = 4\n")

    assign(book, str(tmp_path / "mailed.py"), "bob", "exercise3")

    assert ("bob", "exercise3", "mailed.py") in submissions(book)


@pytest.mark.parametrize(
    ("file", "student", "words"),
    [("absent.py", "bob", "no such file"), ("ex3 final.py", "bbo", "Nearest: bob")],
)
def test_what_cannot_be_assigned_is_a_sentence(
    book: Gradebook, handed: Path, file: str, student: str, words: str
) -> None:
    """Nothing is kept."""
    hand_in(book, handed)

    done = CliRunner().invoke(cli, ["assign", str(book.path.parent), file, student, "exercise3"])

    assert done.exit_code == 2
    assert words in done.output
    assert assigned_of(book) == {}


def test_two_files_of_one_name_ask_for_more_of_the_path(book: Gradebook, folder: Folder) -> None:
    """Never a guess."""
    hand_in(book, folder({"ann/exercise3.py": "x", "bob/a.py": "x = 1", "cyd/a.py": "x = 2"}))

    with pytest.raises(SubmissionsProblem, match="2 files end in a.py"):
        assign(book, "a.py", "bob", "exercise3")


@pytest.mark.parametrize(
    ("name", "start", "words"),
    [
        ("c.zip", b"PK\x03\x04cut", "damaged zip archive.*Download it again"),
        ("c.7z", b"7z\xbc\xaf\x27\x1c..", "7z archive.*pack it as a zip"),
        ("c.rar", b"Rar!\x1a\x07", "rar archive"),
        ("c.zip", b"<!DOCTYPE html><html>", "web page.*Log in"),
        ("c.zip", b"\x1f\x8b\x08", "name it .tar.gz"),
    ],
)
def test_each_kind_of_file_that_is_no_class_has_a_sentence(tmp_path: Path, name: str, start: bytes, words: str) -> None:
    """With a way out."""
    (tmp_path / name).write_bytes(start)

    with pytest.raises(SubmissionsProblem, match=words):
        take_in(tmp_path / name, EXERCISES)


def test_files_beside_the_students_folders_are_named(folder: Folder) -> None:
    """Where nothing else was found."""
    with pytest.raises(SubmissionsProblem, match=r"found ann\.py"):
        take_in(folder({"ann.py": "x = 1\n", "bob.py": "x = 2\n"}), EXERCISES)


def test_a_hand_out_of_another_layout_asks_first(book: Gradebook, folder: Folder) -> None:
    """The gradebook stays as it was, until it is meant."""
    hand_in(book, folder({"ann/exercise3.py": "x = 1\n"}))
    other = folder({"Ann_301_assignsubmission_file/exercise3.py": "x = 1\n"}, "moodle")

    with pytest.raises(SubmissionsProblem, match="--other-layout"):
        hand_in(book, other)
    assert len(submissions(book)) == 1

    hand_in(book, other, other_layout=True)
    assert len(submissions(book)) == 2


def test_git_folders_are_one_sentence_for_the_class(book: Gradebook, folder: Folder) -> None:
    """Not a line a student."""
    files = {f"hw-s{n}/.git/HEAD": "x" for n in range(5)} | {f"hw-s{n}/exercise3.py": f"x = {n}\n" for n in range(5)}
    intake, _ = hand_in(book, folder(files))

    assert "not looked into: 5 x .git" in intake.notes
    assert left_out_of(book) == ()


def test_a_gradebook_that_cannot_be_written_to_can_be_read(
    book: Gradebook, handed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Export works; a score by hand is refused in one sentence."""
    hand_in(book, handed)
    folder = str(book.path.parent)
    monkeypatch.setattr("grader.classroom.gradebook.gradebook.is_writable", lambda _: False)

    read = CliRunner().invoke(cli, ["export", folder])
    changed = CliRunner().invoke(cli, ["override", folder, "ann", "exercise3", "50", "--who", "a", "--why", "b"])

    assert "ann" in read.output
    assert read.exit_code == 0
    assert changed.exit_code == 2
    assert "cannot be opened for writing" in changed.output
    assert not list(book.rows("SELECT * FROM override"))


def test_where_nothing_is_left_to_grade_the_reason_is_that_of_the_files(folder: Callable[..., Path]) -> None:
    """Not "no files at all" where there are links alone."""
    root = folder({"ann/notes.txt": "x"})
    (root / "ann" / "notes.txt").unlink()
    (root / "ann" / "exercise3.py").symlink_to("/etc/passwd")

    with pytest.raises(SubmissionsProblem, match="is a link"):
        take_in(root, ["exercise3"])
