"""From hand-out to units: what counts, what is left out, and that one broken submission never stops the class."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.classroom.errors import SubmissionsProblem
from grader.classroom.intake.hand_out import Intake, take_in
from grader.classroom.intake.trees import LeftOut
from grader.classroom.roster import Roster, roster_of
from grader.classroom.units import Unit

EXERCISES = ("warmup", "exercise2")
Folder = Callable[..., Path]


def roster(*rows: dict[str, str]) -> Roster:
    """A roster of these rows."""
    return roster_of(rows)


def units_of(intake: Intake) -> list[Unit]:
    """What can be graded."""
    return [unit for unit in intake.units() if isinstance(unit, Unit)]


def test_one_broken_submission_does_not_stop_the_class(folder: Folder) -> None:
    root = folder({"alice/warmup.ipynb": "{", "bob/warmup.py": bytes(2_000_000), "cleo/warmup.py": "fine"})

    read = list(take_in(root, EXERCISES).units())

    assert [str(one) for one in read if isinstance(one, LeftOut)] == [
        "alice/warmup.ipynb: is a broken notebook: no JSON (JSONDecodeError)",
        "bob/warmup.py: is larger than 1 MiB (1.9 MiB)",
    ]
    assert [one.source for one in read if isinstance(one, Unit)] == [b"fine"]


def test_every_file_is_either_read_or_listed(folder: Folder) -> None:
    files = {
        "alice/warmup.py": "a",
        "alice/notes.txt": "n",
        "alice/Exercise3.py": "?",
        ".DS_Store": "x",
        "bob/a.zip": "z",
    }

    intake = take_in(folder(files), EXERCISES)

    assert {unit.origin for unit in units_of(intake)} | {entry.path for entry in intake.left_out} == set(files)


def test_the_newest_resubmission_comes_last_and_all_are_kept(folder: Folder) -> None:
    root = folder({"alice/warmup.py": "first", "alice/warmup (2).py": "third", "alice/warmup (1).py": "second"})

    assert [(u.attempt, u.source) for u in units_of(take_in(root, EXERCISES))] == [
        (1, b"first"),
        (2, b"second"),
        (3, b"third"),
    ]


def test_a_plain_file_counts_before_a_notebook_of_the_same_age(folder: Folder) -> None:
    notebook = '{"cells": [{"cell_type": "code", "source": "other = 1"}], "nbformat": 4}'
    intake = take_in(folder({"alice/warmup.ipynb": notebook, "alice/warmup.py": "plain = 1"}), EXERCISES)

    assert [unit.source for unit in units_of(intake)] == [b"plain = 1"]
    assert [entry.reason for entry in intake.units() if isinstance(entry, LeftOut)] == ["warmup.py counts instead"]


def test_a_roster_joins_names_ids_and_addresses(folder: Folder) -> None:
    root = folder({"Doe, Jane/warmup.py": "a", "max@example.org/warmup.py": "b", "S3/warmup.py": "c"})
    known = roster(
        {"ID": "s1", "Name": "Jane Doe", "Email": "jane@example.org"},
        {"ID": "s2", "Name": "Max Roe", "Email": "Max@Example.org"},
        {"ID": "s3", "Name": "Ann Poe", "Email": ""},
        {"ID": "s4", "Name": "Doe, Jane", "Email": ""},
    )

    intake = take_in(root, EXERCISES, known)

    assert [unit.student for unit in units_of(intake)] == ["s2", "s3", "s4"]
    assert "Jane Doe (s1) handed in nothing" in intake.notes
    assert [one.id for one in intake.students] == ["s1", "s2", "s3", "s4"]


def test_an_unknown_student_is_graded_and_named(folder: Folder) -> None:
    intake = take_in(folder({"stranger/warmup.py": "a"}), EXERCISES, roster({"id": "s1", "name": "Jane Doe"}))

    assert [unit.student for unit in units_of(intake)] == ["stranger"]
    assert "stranger is not on the roster; graded all the same" in intake.notes
    assert [one.on_roster for one in intake.students] == [True, False]


def test_two_folders_of_one_student_become_one_with_a_note(folder: Folder) -> None:
    root = folder({"jane@example.org/warmup.py": "a", "s1/exercise2.py": "b"})

    intake = take_in(root, EXERCISES, roster({"id": "s1", "email": "jane@example.org"}))

    assert {unit.student for unit in units_of(intake)} == {"s1"}
    assert any("are one student, s1" in note for note in intake.notes)


def test_a_group_is_graded_for_each_of_its_members(folder: Folder) -> None:
    root = folder({"Team Red_9_assignsubmission_file_/warmup.py": "a"})
    known = roster({"id": "s1", "group": "Team Red"}, {"id": "s2", "group": "team red"}, {"id": "s3", "group": "Blue"})

    intake = take_in(root, EXERCISES, known)

    assert [unit.student for unit in units_of(intake)] == ["s1", "s2"]
    assert any(note.startswith("group Team Red (9)") for note in intake.notes)


@pytest.mark.skipif(os.name != "posix", reason="such names cannot exist elsewhere")
@pytest.mark.parametrize(
    ("name", "read_as"),
    [
        ("=cmd()", "=cmd()"),
        ("evil\nname", "evil name"),
        ("\x1b[31mred", "[31mred"),
        ("\u202egnp.exe", "gnp.exe"),
        ("<script>", "<script>"),
        ("e\u0301mile", "émile"),
        ("李小龍", "李小龍"),
    ],
)
def test_an_odd_name_is_read_on_one_line_without_controls(folder: Folder, name: str, read_as: str) -> None:
    intake = take_in(folder({f"{name}/warmup.py": "a"}), EXERCISES)

    assert [unit.student.partition(" [")[0] for unit in units_of(intake)] == [read_as]


@pytest.mark.parametrize("twin", ["go\u200bod", "good ", "\u202egood"], ids=["zero width", "space", "right to left"])
def test_a_name_that_only_looks_like_another_is_another_student(folder: Folder, twin: str) -> None:
    """What is shown is never a key."""
    intake = take_in(folder({"good/warmup.py": "theirs", f"{twin}/warmup.py": "an impostor's"}), EXERCISES)

    assert sorted(unit.source for unit in units_of(intake)) == [b"an impostor's", b"theirs"]
    assert len({unit.student for unit in units_of(intake)}) == 2


STUB = "def f(x):\n    raise NotImplementedError('write f')\n"


@pytest.mark.parametrize(
    ("files", "counted"),
    [
        ({"warmup.py": "done = 1", "warmup (1).py": STUB}, b"done = 1"),
        ({"warmup.py": "done = 1", "warmup - Copy.py": "older = 1"}, b"done = 1"),
        ({"warmup.py": "older = 1", "warmup (1).py": "newer = 1"}, b"newer = 1"),
    ],
    ids=["an untouched second download", "a backup", "a second version"],
)
def test_of_several_versions_in_one_folder_the_work_counts_and_it_is_told(
    folder: Folder, files: dict[str, str], counted: bytes
) -> None:
    intake = take_in(folder({f"ann/{name}": text for name, text in files.items()}), EXERCISES)

    *_, last = units_of(intake)

    assert last.source == counted
    assert any("one of 2 versions in the same place" in note for note in last.notes)


def test_a_finished_notebook_stands_against_an_untouched_stub(folder: Folder) -> None:
    notebook = '{"cells": [{"cell_type": "code", "source": "done = 1"}], "nbformat": 4}'
    intake = take_in(folder({"ann/warmup.py": STUB, "ann/warmup.ipynb": notebook}), EXERCISES)

    (unit,) = units_of(intake)

    assert b"done = 1" in unit.source


def test_folders_that_are_no_students_are_left_out(folder: Folder) -> None:
    files = {
        "ann/warmup.py": "a", "bob/warmup.py": "b", ".vscode/settings.json": "{}", "data/notes.txt": "x",
        "out/gradebook.sqlite": "x", "out/warmup.py": "x",
    }  # fmt: skip
    intake = take_in(folder(files), EXERCISES)

    assert {student.id for student in intake.students} == {"ann", "bob"}
    assert {entry.path for entry in intake.left_out} >= {".vscode", "data", "out"}


def test_two_names_that_are_no_text_stay_two_students(folder: Folder) -> None:
    root = folder({"alice/warmup.py": "a"})
    for name in (b"b\xff", b"b\xfe"):
        (root / os.fsdecode(name)).mkdir()
        (root / os.fsdecode(name) / "warmup.py").write_text("b")

    assert len({unit.student for unit in units_of(take_in(root, EXERCISES))}) == 3


@pytest.mark.parametrize("name", ["absent", "notes.txt"])
def test_what_is_no_class_is_refused_with_what_to_give(tmp_path: Path, name: str) -> None:
    (tmp_path / "notes.txt").write_text("x")

    with pytest.raises(SubmissionsProblem, match="your platform handed out"):
        take_in(tmp_path / name, EXERCISES)


def test_the_same_handout_is_read_in_the_same_order(folder: Folder) -> None:
    root = folder({f"{name}/{exercise}.py": name for name in "cba" for exercise in EXERCISES})

    assert units_of(take_in(root, EXERCISES)) == sorted(
        units_of(take_in(root, EXERCISES)), key=lambda unit: (unit.student, EXERCISES.index(unit.exercise))
    )
