"""Each platform's hand-out is recognised by its shape and read as the platform meant it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.classroom.errors import SubmissionsProblem
from grader.classroom.intake.hand_out import Intake, take_in
from grader.classroom.units import Unit

EXERCISES = ("warmup", "exercise2")
Folder = Callable[..., Path]
Zipped = Callable[..., Path]

METADATA = """
submission_11:
  :submitters:
  - :name: Jane Doe
    :sid: '0042'
    :email: jane@example.org
  - :name: Max Roe
    :sid:
    :email: max@example.org
  :created_at: 2026-03-01 12:00:00.123456000 Z
  :score: 0.0
submission_12:
  :submitters: []
"""


def read(intake: Intake) -> dict[tuple[str, str], bytes]:
    """The sources that count, by student and exercise."""
    return {(unit.student, unit.exercise): unit.source for unit in intake.units() if isinstance(unit, Unit)}


def test_a_canvas_archive_is_read_by_user_id(zipped: Zipped) -> None:
    path = zipped(
        [
            ("doejane_1234_9001_warmup.py", "old"),
            ("doejane_1234_9002_warmup-1.py", "new"),
            ("roemax_LATE_1235_9003_exercise2.py", "late"),
            ("roemax_1235_text.html", "typed"),
        ]
    )

    intake = take_in(path, EXERCISES)
    units = [unit for unit in intake.units() if isinstance(unit, Unit)]

    assert intake.summary == "read as: Canvas submissions, 2 students, 3 files"
    assert [(u.student, u.source, u.attempt, u.late) for u in units] == [
        ("1234", b"old", 1, False),
        ("1234", b"new", 2, False),
        ("1235", b"late", 1, True),
    ]
    assert [entry.reason for entry in intake.left_out] == ["was typed into Canvas, no file"]


def test_an_anonymous_canvas_archive_is_read(zipped: Zipped) -> None:
    intake = take_in(zipped([("LATE_anon_x7Zq1_55_warmup.py", "a"), ("anon_Ab12C_56_warmup.py", "b")]), EXERCISES)

    assert read(intake) == {("anon_Ab12C", "warmup"): b"b", ("anon_x7Zq1", "warmup"): b"a"}


@pytest.mark.parametrize("ending", ["file_/warmup.py", "file/warmup.py", "file_/deep/warmup.py", "file_warmup.py"])
def test_a_moodle_archive_is_read_with_folders_and_flat(zipped: Zipped, ending: str) -> None:
    path = zipped(
        [
            (f"José Núñez_77_assignsubmission_{ending}", "a"),
            ("Participant_78_assignsubmission_onlinetext_/onlinetext.html", "typed"),
        ]
    )

    intake = take_in(path, EXERCISES)

    assert intake.title == "Moodle submissions"
    assert read(intake) == {("77", "warmup"): b"a"}
    assert [one.name for one in intake.students] == ["José Núñez"]
    assert [entry.reason for entry in intake.left_out] == ["was typed into Moodle, no file"]


@pytest.mark.parametrize("wrapper", ["", "assignment_5_export/"])
def test_a_gradescope_export_gives_a_group_to_each_member(zipped: Zipped, wrapper: str) -> None:
    path = zipped(
        [
            (f"{wrapper}submission_metadata.yml", METADATA),
            (f"{wrapper}submission_11/warmup.py", "a"),
            (f"{wrapper}submission_12/warmup.py", "nobody's"),
        ]
    )

    intake = take_in(path, EXERCISES)
    units = [unit for unit in intake.units() if isinstance(unit, Unit)]

    assert intake.title == "Gradescope export"
    assert [(u.student, u.source, u.submitted_at) for u in units] == [
        ("0042", b"a", "2026-03-01T12:00:00Z"),
        ("max@example.org", b"a", "2026-03-01T12:00:00Z"),
    ]
    assert "names nobody" in intake.left_out[0].reason


def test_gradescope_metadata_builds_no_objects(zipped: Zipped) -> None:
    evil = "submission_11: !!python/object/apply:os.system ['touch owned']\n"
    path = zipped([("submission_metadata.yml", evil), ("submission_11/warmup.py", "a")])

    with pytest.raises(SubmissionsProblem, match=r"submission_metadata\.yml cannot be read"):
        take_in(path, EXERCISES)


def test_github_clones_are_read_without_the_courses_own_files(folder: Folder) -> None:
    root = folder(
        {
            "hw1-jdoe/.git/hooks/post-checkout": "evil",
            "hw1-jdoe/exercises/warmup.py": "answer",
            "hw1-jdoe/solutions/warmup.py": "no answer",
            "hw1-jdoe/warmup.py": "nor this",
            "hw1-ann-lee/.git/config": "",
            "hw1-ann-lee/exercises/warmup.py": "hers",
            "grades.csv": "student_repository_name,github_username,submission_timestamp,roster_identifier\r\n"
            "hw1-jdoe,jdoe,2026-03-01 10:00:00 UTC,jane@example.org\r\n",
        },
        "hw1-submissions",
    )

    intake = take_in(root, EXERCISES)
    units = [unit for unit in intake.units() if isinstance(unit, Unit)]

    assert intake.title == "GitHub clones"
    assert [(u.student, u.source, u.submitted_at) for u in units] == [
        ("ann-lee", b"hers", None),
        ("jdoe", b"answer", "2026-03-01T10:00:00Z"),
    ]
    assert {entry.path for entry in intake.left_out} >= {"hw1-jdoe/solutions/warmup.py"}
    assert "not looked into: 2 x .git" in intake.notes


def test_clones_in_a_folder_of_another_name_keep_their_whole_names(folder: Folder) -> None:
    root = folder({f"hw1-ann-{name}/{path}": "x" for name in ("lee", "kim") for path in (".git/config", "warmup.py")})

    assert {student for student, _ in read(take_in(root, EXERCISES))} == {"hw1-ann-lee", "hw1-ann-kim"}


@pytest.mark.parametrize("above", ["", "submitted/"])
def test_nbgraders_tree_is_read_with_its_time_stamps(folder: Folder, above: str) -> None:
    root = folder(
        {
            f"{above}alice/ps1/warmup.ipynb": json.dumps({"cells": [{"cell_type": "code", "source": "a = 1"}]}),
            f"{above}alice/ps1/timestamp.txt": "2026-03-01 12:00:00.5 UTC\n",
            f"{above}bob/ps2/exercise2.py": "b",
            f"{above}bob/ps2/timestamp.txt": "2026-03-01 13:00:00+01:00",
        }
    )

    intake = take_in(root, EXERCISES)
    units = [unit for unit in intake.units() if isinstance(unit, Unit)]

    assert intake.title == "nbgrader's submitted folder"
    assert [(u.student, u.exercise, u.submitted_at) for u in units] == [
        ("alice", "warmup", "2026-03-01T12:00:00Z"),
        ("bob", "exercise2", "2026-03-01T12:00:00Z"),
    ]


@pytest.mark.parametrize(
    "place",
    ["alice/warmup.py", "alice/exercises/warmup.py", "class/alice/warmup.py", "submissions/alice/a/b/warmup.py"],
)
def test_a_folder_a_student_is_read_at_any_depth(zipped: Zipped, place: str) -> None:
    path = zipped([(place, "a"), (place.replace("alice", "bob"), "b")])

    intake = take_in(path, EXERCISES)

    assert intake.summary == "read as: one folder a student, 2 students, 2 files"
    assert read(intake) == {("alice", "warmup"): b"a", ("bob", "warmup"): b"b"}


def test_a_single_students_folder_is_no_wrapper(folder: Folder) -> None:
    assert list(read(take_in(folder({"alice/exercises/warmup.py": "a"}), EXERCISES))) == [("alice", "warmup")]


def test_files_in_no_students_folder_are_refused_with_the_expected_shape(folder: Folder) -> None:
    with pytest.raises(SubmissionsProblem, match=r"one folder a student with warmup\.py inside"):
        take_in(folder({"warmup.py": "x"}), EXERCISES)
