"""The autograder archive runs in Gradescope's layout, and a fault of ours never becomes a 0."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from made_class import outcome_for
from validators import validate_gradescope

from grader.classroom.running.autograder import run, write_autograder
from grader.courses import built_in
from grader.outcome import Grade

EXERCISES = ("warmup", "exercise2")


@pytest.fixture
def container(tmp_path: Path) -> Callable[..., Path]:
    """Unpacks the archive as Gradescope does and hands files in."""

    def make(files: dict[str, str]) -> Path:
        root = tmp_path / "autograder"
        write_autograder(tmp_path / "autograder.zip", built_in(), EXERCISES)
        with zipfile.ZipFile(tmp_path / "autograder.zip") as archive:
            archive.extractall(root / "source")
        (root / "results").mkdir()
        for path, text in files.items():
            (root / "submission" / path).parent.mkdir(parents=True, exist_ok=True)
            (root / "submission" / path).write_text(text)
        return root

    return make


def grade_by_text(exercise: str, file: Path) -> Grade:
    """As many points as the file says."""
    return outcome_for(exercise, float(file.read_text()))


def results_of(root: Path) -> dict[str, Any]:
    """The results, which must be valid."""
    text = (root / "results" / "results.json").read_text()
    validate_gradescope(text)
    parsed: dict[str, Any] = json.loads(text)
    return parsed


def test_the_archive_has_its_two_scripts_at_the_top_and_executable(tmp_path: Path) -> None:
    write_autograder(tmp_path / "a.zip", built_in(), EXERCISES)

    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        modes = {info.filename: info.external_attr >> 16 & 0o777 for info in archive.infolist()}
        assert archive.read("run_autograder").startswith(b"#!/usr/bin/env bash\n")
    assert (modes["setup.sh"], modes["run_autograder"]) == (0o755, 0o755)


def test_a_wheel_travels_inside(tmp_path: Path) -> None:
    wheel = tmp_path / "autogradus-9.whl"
    wheel.write_bytes(b"wheel")
    write_autograder(tmp_path / "a.zip", built_in(), EXERCISES, wheel)

    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert archive.read("autogradus-9.whl") == b"wheel"
        assert b"pip install --no-cache-dir /autograder/source/autogradus-9.whl" in archive.read("setup.sh")


def test_a_submission_is_graded_wherever_its_files_lie(container: Callable[..., Path]) -> None:
    root = container({"exercises/warmup.py": "80", "Exercise2 (1).py": "60"})

    assert run(root, grade_by_text) == 0

    assert results_of(root)["score"] == 140.0


def test_a_missing_exercise_says_so_and_the_others_count(container: Callable[..., Path]) -> None:
    root = container({"warmup.py": "80"})

    run(root, grade_by_text)

    results = results_of(root)
    assert results["score"] == 80.0
    assert "There is no exercise2.py" in results["tests"][-1]["output"]


@pytest.mark.parametrize("trouble", ["fault", "no json", "no start"])
def test_a_fault_of_ours_leaves_no_results(container: Callable[..., Path], trouble: str) -> None:
    root = container({"warmup.py": "80", "exercise2.py": "60"})

    def grade(exercise: str, file: Path) -> Grade:
        if exercise == "warmup":
            return grade_by_text(exercise, file)
        if trouble == "fault":
            return outcome_for(exercise, 50.0, status="grader_error")
        if trouble == "no json":
            return json.loads("")
        raise OSError("no memory")

    assert run(root, grade) == 3

    assert list((root / "results").iterdir()) == []


def test_results_are_whole_after_every_exercise(container: Callable[..., Path]) -> None:
    root = container({"warmup.py": "80", "exercise2.py": "60"})
    seen: list[float] = []

    def grade(exercise: str, file: Path) -> Grade:
        if exercise == "exercise2":
            seen.append(results_of(root)["score"])
        return grade_by_text(exercise, file)

    run(root, grade)

    assert seen == [80.0]


def test_results_that_a_learner_planted_are_gone(container: Callable[..., Path]) -> None:
    root = container({"warmup.py": "x"})
    (root / "results" / "results.json").write_text('{"score": 1000}')

    assert run(root, grade_by_text) == 3

    assert not (root / "results" / "results.json").exists()
