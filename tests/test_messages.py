"""Every error of ours is raised by a test, and says what to do next; an exercise's texts are for people."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from grader.command.learner import progress, workspace
from grader.courses import built_in
from grader.errors import AutogradusError, CourseFault, SubmissionProblem, UnknownExercise, UsageProblem
from grader.files import write_whole
from grader.source import SIZE_LIMIT_BYTES, read_source

COURSE = built_in()


def test_exit_codes_hang_on_the_error() -> None:
    """2 for the command, 3 for us."""
    assert UsageProblem.exit_code == SubmissionProblem.exit_code == UnknownExercise.exit_code == 2
    assert AutogradusError.exit_code == CourseFault.exit_code == 3


def test_an_unknown_exercise_names_the_nearest() -> None:
    """By name or by number."""
    with pytest.raises(UnknownExercise, match="exercise3"):
        COURSE.resolve("exercis3")
    assert COURSE.resolve("3") == "exercise3"


def test_a_missing_file_names_what_is_there(tmp_path: Path) -> None:
    """So that a wrong name is seen."""
    (tmp_path / "exercise3 (1).py").write_text("")
    with pytest.raises(SubmissionProblem, match=r"exercise3 \(1\)\.py"):
        read_source("exercise3", tmp_path)


def test_a_link_is_refused(tmp_path: Path) -> None:
    """It may lead anywhere."""
    (tmp_path / "exercise3.py").symlink_to("/etc/hostname")
    with pytest.raises(SubmissionProblem, match="not a link"):
        read_source("exercise3", tmp_path)


def test_a_pipe_is_refused(tmp_path: Path) -> None:
    """Reading it would wait for ever."""
    os.mkfifo(tmp_path / "exercise3.py")
    with pytest.raises(SubmissionProblem, match="regular file"):
        read_source("exercise3", tmp_path)


def test_a_huge_file_is_refused(tmp_path: Path) -> None:
    """Nobody writes a megabyte by hand."""
    (tmp_path / "exercise3.py").write_bytes(b"#" * (SIZE_LIMIT_BYTES + 1))
    with pytest.raises(SubmissionProblem, match="1024 KiB"):
        read_source("exercise3", tmp_path)


def test_a_broken_notebook_is_refused(tmp_path: Path) -> None:
    """With the reason."""
    (tmp_path / "exercise3.ipynb").write_text("{")
    with pytest.raises(SubmissionProblem, match="notebook"):
        read_source("exercise3", tmp_path)


def test_a_notebook_is_read_as_its_code(tmp_path: Path) -> None:
    """In the order in which its cells stand."""
    cells = '[{"cell_type": "code", "source": ["x = 1"]}, {"cell_type": "markdown", "source": ["no"]}]'
    (tmp_path / "exercise3.ipynb").write_text(f'{{"nbformat": 4, "cells": {cells}}}')

    assert b"x = 1" in read_source("exercise3", tmp_path).data


def test_hints_that_are_no_literal_are_a_fault_of_the_course(tmp_path: Path) -> None:
    """They are read without running anything."""
    course, file = replace(COURSE, checks=tmp_path), tmp_path / "exercise0.py"
    file.write_text("HINTS = make()")
    with pytest.raises(CourseFault, match="literal"):
        course.hints("exercise0")


def test_checks_without_hints_are_a_fault_of_the_course(tmp_path: Path) -> None:
    """Every function has three."""
    course, file = replace(COURSE, checks=tmp_path), tmp_path / "exercise0.py"
    file.write_text("")
    with pytest.raises(CourseFault, match="HINTS"):
        course.hints("exercise0")


def test_a_course_file_that_cannot_be_read_is_our_fault(tmp_path: Path) -> None:
    """Not the learner's."""
    course, file = replace(COURSE, exercises=tmp_path), tmp_path / "exercise0.py"
    file.write_text("def")
    with pytest.raises(CourseFault, match="cannot be read"):
        course.exercise_title("exercise0")


def test_a_folder_that_cannot_be_written_keeps_no_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And ends nothing."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(progress, "write_whole", lambda path, text: (_ for _ in ()).throw(OSError("read-only")))
    progress.save(progress.Progress(current="exercise3"))

    assert progress.load() == progress.Progress()


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"hints": 7, "exercises": [1], "current": 3}', "\x00", '{"exercises": {"exercise3": 1}}']
)
def test_a_damaged_state_file_is_passed_over(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Progress is a convenience."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / workspace.STATE_FILE).write_text(text)

    assert progress.load() == progress.Progress()


def test_a_full_disk_loses_no_old_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is replaced whole or not at all."""
    file = tmp_path / "state"
    file.write_text("old")
    monkeypatch.setattr(os, "replace", lambda *paths: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(OSError, match="No space"):
        write_whole(file, "new")

    assert file.read_text() == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["state"]


@pytest.mark.parametrize("exercise", COURSE.names())
def test_a_stub_teaches_and_says_where_to_write(exercise: str) -> None:
    """A page of idea; each body names the file to open."""
    text = COURSE.stub_path(exercise).read_text("utf-8")
    number = exercise.removeprefix("exercise")

    assert len(text) > 2000
    assert text.count("raise NotImplementedError(") >= len(COURSE.functions(exercise))
    assert text.count(f'NotImplementedError("Exercise {number}: write ') == text.count("raise NotImplementedError(")
