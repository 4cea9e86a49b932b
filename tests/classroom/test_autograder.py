"""The autograder archive runs in Gradescope's layout, and a fault of ours never becomes a 0."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from made_class import outcome_for
from validators import validate_gradescope

from grader.classroom.autograders.assignment import Assignment
from grader.classroom.autograders.gradescope import run, write_autograder
from grader.classroom.autograders.gradescope_limits import kept_result, read_metadata
from grader.classroom.autograders.own_wheel import own_wheel
from grader.courses import built_in
from grader.outcome import Grade

EXERCISES = ("warmup", "exercise2")


@pytest.fixture
def container(tmp_path: Path) -> Callable[..., Path]:
    """Unpacks the archive as Gradescope does and hands files in."""

    def make(files: dict[str, str]) -> Path:
        root = tmp_path / "autograder"
        write_autograder(tmp_path / "autograder.zip", built_in(), Assignment(EXERCISES))
        with zipfile.ZipFile(tmp_path / "autograder.zip") as archive:
            archive.extractall(root / "source")
        (root / "results").mkdir()
        for path, text in files.items():
            (root / "submission" / path).parent.mkdir(parents=True, exist_ok=True)
            (root / "submission" / path).write_text(text)
        return root

    return make


def grade_by_text(exercise: str, file: Path, seed: int) -> Grade:
    """As many points as the file says."""
    return outcome_for(exercise, float(file.read_text()))


def results_of(root: Path) -> dict[str, Any]:
    """The results, which must be valid."""
    text = (root / "results" / "results.json").read_text()
    validate_gradescope(text)
    parsed: dict[str, Any] = json.loads(text)
    return parsed


def test_the_archive_has_its_two_scripts_at_the_top_and_executable(tmp_path: Path) -> None:
    write_autograder(tmp_path / "a.zip", built_in(), Assignment(EXERCISES))

    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        modes = {info.filename: info.external_attr >> 16 & 0o777 for info in archive.infolist()}
        assert archive.read("run_autograder").startswith(b"#!/usr/bin/env bash\n")
    assert (modes["setup.sh"], modes["run_autograder"]) == (0o755, 0o755)


def test_a_wheel_travels_inside(tmp_path: Path) -> None:
    wheel = tmp_path / "autogradus-9.whl"
    wheel.write_bytes(b"wheel")
    write_autograder(tmp_path / "a.zip", built_in(), Assignment(EXERCISES), wheel)

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

    def grade(exercise: str, file: Path, seed: int) -> Grade:
        if exercise == "warmup":
            return grade_by_text(exercise, file, seed)
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

    def grade(exercise: str, file: Path, seed: int) -> Grade:
        if exercise == "exercise2":
            seen.append(results_of(root)["score"])
        return grade_by_text(exercise, file, seed)

    run(root, grade)

    assert seen == [80.0]


def test_results_that_a_learner_planted_are_gone(container: Callable[..., Path]) -> None:
    root = container({"warmup.py": "x"})
    (root / "results" / "results.json").write_text('{"score": 1000}')

    assert run(root, grade_by_text) == 3

    assert not (root / "results" / "results.json").exists()


def test_the_archive_holds_a_wheel_of_what_runs_here(tmp_path: Path) -> None:
    """With the hash of every file, and the stubs where an installation looks for them."""
    write_autograder(tmp_path / "a.zip", built_in(), Assignment(EXERCISES))
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".whl"))
        assert f"/autograder/source/{name}".encode() in archive.read("setup.sh")
        wheel = zipfile.ZipFile(io.BytesIO(archive.read(name)))

    record = {row[0]: row for row in csv.reader(wheel.read(f"{name[:16]}.dist-info/RECORD").decode().splitlines())}
    assert set(record) == set(wheel.namelist())
    for path, (_, digest, size) in record.items():
        if digest:
            made = base64.urlsafe_b64encode(hashlib.sha256(wheel.read(path)).digest()).rstrip(b"=").decode()
            assert (digest, int(size)) == (f"sha256={made}", len(wheel.read(path)))
    assert {"grader/stubs/exercise1.py", "grader/checks/exercise1.py", "grader/report/templates/base.html"} <= set(
        record
    )
    assert b"grade = " in wheel.read(f"{name[:16]}.dist-info/entry_points.txt")


def test_one_package_gives_one_wheel() -> None:
    assert own_wheel() == own_wheel()


def told(root: Path, **about: Any) -> None:
    """What Gradescope says of the submission."""
    assignment = {"id": 7, "total_points": "20.0"}
    plain = {"created_at": "2026-03-05T12:00:00Z", "assignment": assignment, "previous_submissions": []}
    (root / "submission_metadata.json").write_text(json.dumps(plain | about))


def test_scores_have_the_points_of_the_assignment(container: Callable[..., Path]) -> None:
    root = container({"warmup.py": "80", "exercise2.py": "60"})
    told(root)

    run(root, grade_by_text)

    results = results_of(root)
    assert results["score"] == pytest.approx(14.0)
    assert sum(test["max_score"] for test in results["tests"]) == pytest.approx(20.0)


def test_the_seed_is_the_assignments_own(container: Callable[..., Path]) -> None:
    """Handed in again, the same file gets the same score."""
    root = container({"warmup.py": "80", "exercise2.py": "60"})
    seeds: dict[int, set[int]] = {7: set(), 8: set()}

    for identity in (7, 8, 7):
        told(root, assignment={"id": identity})
        run(root, lambda exercise, file, seed: seeds[identity].add(seed) or grade_by_text(exercise, file, seed))

    assert [len(found) for found in seeds.values()] == [1, 1]
    assert seeds[7] != seeds[8]


def earlier(at: str, score: float = 11.0, **data: Any) -> dict[str, Any]:
    """A submission before this one."""
    return {"submission_time": at, "score": score, "results": {"tests": [{"name": "t", "score": score}], **data}}


@pytest.mark.parametrize(
    ("before", "graded"),
    [
        ([earlier("2026-03-05T09:00:00Z")], True),
        ([earlier("2026-03-05T09:00:00Z"), earlier("2026-03-05T10:00:00Z")], False),
        ([earlier("2026-03-05T11:50:00Z")], False),
        (
            [
                earlier("2026-03-05T09:00:00Z"),
                earlier("2026-03-05T11:55:00Z", extra_data={"repeats_an_earlier_result": True}),
            ],
            True,
        ),
        ([], True),
    ],
    ids=["one of two", "two used up", "ten minutes ago", "what was refused counts for nothing", "the first"],
)
def test_submission_limits_keep_the_last_graded_result(
    tmp_path: Path, before: list[dict[str, Any]], graded: bool
) -> None:
    file = tmp_path / "submission_metadata.json"
    file.write_text(json.dumps({"created_at": "2026-03-05T12:00:00Z", "previous_submissions": before}))

    kept = kept_result(read_metadata(file), 2, 30)

    assert (kept is None) == graded
    if kept is not None:
        assert json.loads(kept)["score"] == 11.0
        assert json.loads(kept)["tests"] == [{"name": "t", "score": 11.0}]
        assert "stands" in json.loads(kept)["output"]


def test_the_visibility_is_the_assignments(container: Callable[..., Path]) -> None:
    root = container({"warmup.py": "80"})
    asked = json.loads((root / "source" / "assignment.json").read_text())
    (root / "source" / "assignment.json").write_text(json.dumps(asked | {"visibility": "after_published"}))

    run(root, grade_by_text)

    assert results_of(root)["visibility"] == "after_published"
