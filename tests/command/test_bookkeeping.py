"""Scores kept honestly: last and best, never by one check, never by a file that does not load; found from everywhere."""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from handmade_grades import Type, grade_of, outcome_of

from grader.command.grading import remember
from grader.command.guidance import overview
from grader.command.learner import progress, workspace
from grader.command.learner.progress import Attempt, Progress, Record
from grader.command.learner.submitted import submitted
from grader.courses import built_in
from grader.outcome import Grade, LoadFailure, Status

COURSE = built_in()
ROOT = Path(__file__).resolve().parents[2]
FULL = {"sigmoid": Status.PASSED, "fit": Status.PASSED}


@pytest.fixture
def inside(course: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The workspace, with the test in it."""
    monkeypatch.chdir(course)
    return course


def keep(grade: Grade, whole: bool = True) -> Record | None:
    """Remember a grade of the workspace's file; what is known then."""
    remember(grade, submitted(COURSE, "exercise3", None), whole)
    return progress.load().records.get("exercise3")


def test_last_and_best_are_both_kept(inside: Path) -> None:
    """A worse attempt does not take the best away."""
    keep(grade_of(FULL))
    record = keep(grade_of({"sigmoid": Status.PASSED, "fit": Status.FAILED}))

    assert record is not None
    assert (record.last.score, record.best.score) == (10, 20)
    assert record.regressed() == ["fit"]


def test_one_check_alone_writes_no_score(inside: Path) -> None:
    """Neither a good one nor a bad one."""
    keep(grade_of({"sigmoid": Status.PASSED, "fit": Status.FAILED}))
    record = keep(grade_of({"sigmoid": Status.PASSED}), whole=False)

    assert record is not None
    assert record.last.max_score == 20


def test_a_file_that_does_not_load_touches_no_score(inside: Path) -> None:
    """A typo is no answer."""
    keep(grade_of(FULL))
    record = keep(grade_of(dict.fromkeys(FULL, Status.ERROR), load_failure=LoadFailure("no Python")))

    assert record is not None
    assert record.last.score == record.best.score == 20


def test_a_fault_of_ours_touches_no_score(inside: Path) -> None:
    """It costs the learner nothing."""
    keep(grade_of(FULL))
    record = keep(grade_of({"sigmoid": Status.GRADER_ERROR, "fit": Status.PASSED}))

    assert record is not None
    assert record.last.score == 20


def test_a_syntax_error_leaves_the_score_and_the_exercise_is_the_current_one(
    course: Path, type_in: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the command itself."""
    monkeypatch.chdir(course)
    keep(grade_of(FULL))
    (course / "exercises" / "exercise3.py").write_text("def sigmoid(z)\n")
    done = type_in("exercise3")

    assert done.returncode == 1
    assert done.stdout.count("expected ':'") == 1
    overview = type_in().stdout
    assert "20/20" in overview
    assert "file changed since" in map(str.strip, overview.splitlines())


@pytest.mark.parametrize("within", [".", "exercises", "notes/deep"])
def test_the_workspace_is_found_from_any_folder_inside_it(within: str, course: Path, type_in: Type) -> None:
    """One state file, beside `exercises/`."""
    (course / "notes" / "deep").mkdir(parents=True)
    type_in("exercise3", within=within)

    assert "0/100" in type_in().stdout
    assert [path.parent for path in course.rglob(workspace.STATE_FILE)] == [course]


@pytest.mark.parametrize(
    "word",
    ["exercise3", "3", "ex3", "EX3", "ex03", "exercise3.py", "exercises/exercise3.py", "./exercises/exercise3.py"],
)
def test_an_exercise_is_meant_by_name_number_or_file(word: str, type_in: Type, course: Path) -> None:
    """What tab completion types; each of them keeps the score."""
    done = type_in(word, "--json")

    assert json.loads(done.stdout)["exercise"] == "exercise3"
    assert "exercise3" in progress_of(course)["exercises"]


def progress_of(course: Path) -> dict[str, dict[str, object]]:
    """The state file as it is read by people."""
    return json.loads((course / workspace.STATE_FILE).read_text("utf-8"))  # type: ignore[no-any-return]


def test_a_file_elsewhere_is_graded_and_not_kept(type_in: Type, course: Path, tmp_path: Path) -> None:
    """It is not mine, or not here."""
    other = tmp_path / "exercise3.py"
    other.write_bytes((course / "exercises" / "exercise3.py").read_bytes())
    type_in(other)

    assert not (course / workspace.STATE_FILE).exists()


def test_grade_resumes_where_i_was() -> None:
    """The exercise touched last, not the first that is open."""
    names = ["exercise1", "exercise2", "exercise3", "exercise4"]

    def known(done: list[str], current: str | None) -> Progress:
        full = Attempt(1, 1, "")
        return Progress({name: Record(full, full) for name in done}, current)

    assert overview.next_exercise(names, known([], "exercise3")) == "exercise3"
    assert overview.next_exercise(names, known(["exercise3"], "exercise3")) == "exercise4"
    assert overview.next_exercise(names, known(["exercise4"], "exercise4")) == "exercise1"
    assert overview.next_exercise(names, known(names, "exercise4")) is None
    assert overview.next_exercise(names, known([], "exercise99")) == "exercise1"


def test_the_overview_says_what_regressed_and_what_changed(inside: Path, type_in: Type) -> None:
    """In words, in 80 columns, none of them broken."""
    keep(grade_of(FULL))
    keep(grade_of({"sigmoid": Status.PASSED, "fit": Status.FAILED}))
    said = type_in().stdout

    assert "best 20/20" in said
    assert "fewer points than at the best: fit" in said
    assert max(map(len, said.splitlines())) <= 80


def test_a_state_of_the_version_before_is_understood(inside: Path) -> None:
    """Nobody starts again."""
    old = {"scores": {"exercise3": {"score": 42.0, "max_score": 100.0, "sha256": "x"}}, "hints": {"exercise3.fit": 2}}
    (inside / workspace.STATE_FILE).write_text(json.dumps(old))
    known = progress.load()

    assert known.records["exercise3"].best.score == 42
    assert known.hints == {"exercise3.fit": 2}


def test_progress_survives_its_file(inside: Path) -> None:
    """What was saved is what is loaded."""
    attempt = Attempt(1.5, 2.0, "ab", {"sigmoid": 1.5})
    kept = Progress(
        {"exercise3": Record(attempt, attempt)},
        "exercise3",
        "",
        {"exercise3.fit": 1},
        {"exercise3": {"function": "fit"}},
    )
    progress.save(kept)

    assert progress.load() == kept


def notebook(course: Path, code: str) -> None:
    """A notebook beside exercise3.py."""
    cells = [{"cell_type": "code", "source": code}]
    (course / "exercises" / "exercise3.ipynb").write_text(json.dumps({"nbformat": 4, "cells": cells}))


def test_a_notebook_beside_the_untouched_stub_is_the_answer(course: Path, type_in: Type) -> None:
    """And the screen says so."""
    notebook(course, "def sigmoid(z)")
    said = type_in("exercise3").stdout

    assert "exercise3.ipynb was graded" in " ".join(said.split())
    assert "expected ':'" in said


def test_a_notebook_beside_a_written_file_is_not_read(course: Path, type_in: Type) -> None:
    """And the screen says so."""
    notebook(course, "x = 1")
    (course / "exercises" / "exercise3.py").write_text("def sigmoid(z)")
    said = type_in("exercise3").stdout

    assert "was not read" in " ".join(said.split())
    assert "exercise3.py:1: expected ':'" in said


def hint(type_in: Type, *arguments: str) -> str:
    """What a hint says, on one line."""
    return " ".join(type_in("hint", *arguments).stdout.split())


def test_a_hint_speaks_of_the_check_that_fails_first(inside: Path, type_in: Type) -> None:
    """Then come the written ones; no counter runs to an end."""
    failed = outcome_of("fit", Status.FAILED, description="fit clears gradients.", advice="Call zero_grad first.")
    keep(grade_of({"sigmoid": Status.PASSED, "fit": [failed]}))
    said = [hint(type_in) for _ in range(5)]

    assert said[0].startswith("fit: the check that fails demands: fit clears gradients. Call zero_grad first.")
    assert len(set(said[:4])) == 4
    assert said[4] == said[3]
    assert not any("of 3" in text or "last" in text for text in said)


def test_a_hint_alone_is_for_the_exercise_at_hand(inside: Path, type_in: Type) -> None:
    """Its first function without points, before anything was graded too."""
    assert hint(type_in).startswith(f"{'numpy_to_tensor'}:") or ":" in hint(type_in)
    keep(dataclasses.replace(grade_of({"sigmoid": Status.PASSED, "logistic_regression": Status.NOT_STARTED})))

    assert hint(type_in).startswith("logistic_regression:")


def test_a_hint_may_be_asked_for_any_function(type_in: Type) -> None:
    """By the exercise's number too."""
    assert hint(type_in, "3", "binary_loss").startswith("binary_loss: Compute by hand")
    assert "Nearest: binary_loss" in type_in("hint", "3", "binary_los").stderr


@pytest.fixture
def on_a_full_disk(course: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Types a command in the workspace while no file can be longer than 100 bytes."""

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        code = (
            "import resource, sys; from grader.command.main import main; "
            "resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100)); main(sys.argv[1:])"
        )
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        command = [sys.executable, "-c", code, *arguments]
        return subprocess.run(
            command, cwd=course, env=environment, capture_output=True, text=True, timeout=400, check=False
        )

    return run


def test_a_full_disk_costs_the_record_and_says_so(
    course: Path, type_in: Type, on_a_full_disk: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    """The result is shown, what was kept before stands, and no draft is left."""
    type_in("exercise2")
    before = (course / ".autogradus.json").read_bytes()

    done = on_a_full_disk("exercise3")

    assert done.returncode == 1
    assert "Score 0/100" in done.stdout
    assert "This result could not be kept" in done.stdout
    assert (course / ".autogradus.json").read_bytes() == before
    assert sorted(path.name for path in course.iterdir()) == [".autogradus.json", "exercises"]


def test_a_full_disk_costs_the_page_and_not_the_result(
    course: Path, on_a_full_disk: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    """The older page stands, no draft is left, one sentence says why."""
    (course / "page.html").write_text("old")

    done = on_a_full_disk("exercise3", "--html", "page.html")

    assert done.returncode == 2
    assert "Score 0/100" in done.stdout
    assert "page.html cannot be written" in done.stderr and "Traceback" not in done.stderr
    assert (course / "page.html").read_text() == "old"
    assert sorted(path.name for path in course.iterdir()) == ["exercises", "page.html"]


def test_another_check_that_fails_is_spoken_of_before_the_next_written_hint(inside: Path, type_in: Type) -> None:
    """Each demand once."""
    for demand in ("fit clears gradients.", "fit starts from zeros."):
        keep(grade_of({"fit": [outcome_of("fit", Status.FAILED, description=demand, advice="Look there.")]}))
        assert demand in hint(type_in)
        assert demand not in hint(type_in)


def test_a_finished_exercise_has_no_function_at_hand(inside: Path, type_in: Type) -> None:
    """Its hints can be asked for by name."""
    keep(grade_of({"sigmoid": Status.PASSED}))

    assert "nothing left" in hint(type_in, "exercise3")
    assert hint(type_in, "exercise3", "sigmoid").startswith("sigmoid:")


def test_another_file_beside_the_workspace_s_own_keeps_no_score(course: Path, type_in: Type) -> None:
    """A copy, a notebook of another name; the command that runs a check again names it."""
    (course / "exercises" / "old.py").write_text("def sigmoid(z):\n    return undefined\n")
    said = type_in("exercise3", "exercises/old.py", "--check", "sigmoid_is_by_hand").stdout
    type_in("exercise3", "exercises/old.py")

    assert "again: grade exercise3 exercises/old.py --check sigmoid_is_by_hand" in said
    assert not (course / workspace.STATE_FILE).exists()
