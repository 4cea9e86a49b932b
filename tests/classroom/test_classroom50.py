"""What Classroom 50's runner starts, and the result.json that it takes back."""

from __future__ import annotations

import ast
import json
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from made_class import outcome_for

from grader.classroom.autograders.assignment import Assignment, grade_in_a_process
from grader.classroom.autograders.classroom50 import run, write_classroom50
from grader.courses import built_in
from grader.outcome import Grade

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)
RUNNER = {
    "CLASSROOM": "cs", "ASSIGNMENT": "hw1", "USERNAME": "ann", "SUBMISSION_TAG": "submit/2026-03-05T12-00-00Z-abc",
    "COMMIT_URL": "https://host/commit", "RELEASE_URL": "https://host/release",
}  # fmt: skip


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """The folder that the teacher puts into the classroom, with a wheel that nobody installs."""
    (tmp_path / "a-1-py3-none-any.whl").write_bytes(b"wheel")
    write_classroom50(tmp_path / "hw1", built_in(), Assignment(("exercise2",)), tmp_path / "a-1-py3-none-any.whl")
    return tmp_path / "hw1"


def graded(bundle: Path, tmp_path: Path, points: float = 84.5, **environment: str) -> tuple[int, Path]:
    """Runs in a checkout where exercise2 gets so many points."""
    checkout = tmp_path / "checkout"
    (checkout / "exercises").mkdir(parents=True)
    (checkout / "exercises" / "exercise2.py").write_text("x = 1\n")

    def grade(exercise: str, file: Path, seed: int) -> Grade:
        return outcome_for(exercise, points)

    return run(bundle, checkout, grade, {**RUNNER, **environment}, NOW), checkout


def test_the_result_has_the_runners_fields_and_whole_points(bundle: Path, tmp_path: Path) -> None:
    code, checkout = graded(bundle, tmp_path)

    result = json.loads((checkout / "result.json").read_text())
    assert code == 0
    assert result["schema"] == "classroom50/result/v1"
    assert (result["classroom"], result["assignment"], result["usernames"]) == ("cs", "hw1", ["ann"])
    assert (result["release"], result["review"]) == ("https://host/release", "https://host/commit")
    assert result["datetime"] == "2026-03-05T12:00:00Z"
    assert (result["score"], result["max-score"]) == (84, 100)
    assert all(isinstance(test[name], int) for test in result["tests"] for name in ("score", "max-score"))
    assert [test["passed"] for test in result["tests"]] == [True, False]


def test_outputs_hold_numbers_of_ours_alone(bundle: Path, tmp_path: Path) -> None:
    graded(bundle, tmp_path, GITHUB_OUTPUT=str(tmp_path / "out"))

    assert (tmp_path / "out").read_text() == "status=failure\nsummary=84.5 of 100 points\n"


def test_a_fault_of_ours_is_infrastructure_and_leaves_no_result(
    bundle: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "checkout").mkdir()
    (tmp_path / "checkout" / "exercise2.py").write_text("x = 1\n")
    (tmp_path / "checkout" / "result.json").write_text("{}")

    def grade(exercise: str, file: Path, seed: int) -> Grade:
        raise OSError("no memory\n::set-output name=x::1")

    assert run(bundle, tmp_path / "checkout", grade, RUNNER, NOW) == 3
    assert not (tmp_path / "checkout" / "result.json").exists()
    first, *_, last = capsys.readouterr().out.splitlines()
    assert last == f"::{first.removeprefix('::stop-commands::')}::"


def test_without_the_runners_environment_there_is_no_result(bundle: Path, tmp_path: Path) -> None:
    code, checkout = graded(bundle, tmp_path, COMMIT_URL="")

    assert code == 3
    assert not (checkout / "result.json").exists()


def test_the_entry_is_python_that_keeps_the_checkout_out_of_its_imports(bundle: Path) -> None:
    text = (bundle / "autograder.py").read_text()
    ast.parse(text)

    assert "a-1-py3-none-any.whl" in text
    assert text.count('"-P"') == 2


def test_a_file_of_the_student_is_never_imported_instead_of_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command that grades is started where the student's files lie."""
    (tmp_path / "json.py").write_text("raise SystemExit('hijacked')")
    monkeypatch.chdir(tmp_path)
    genuine: Callable[..., subprocess.CompletedProcess[bytes]] = subprocess.run
    seen: list[bytes] = []

    def instead(command: list[str], **how: object) -> subprocess.CompletedProcess[bytes]:
        ended = genuine([*command[: command.index("-c") + 1], "import json; print(json.__name__)"], **how)
        seen.append(ended.stdout)
        return ended

    monkeypatch.setattr(subprocess, "run", instead)
    with pytest.raises(ValueError, match="Expecting value"):
        grade_in_a_process(tmp_path / "course", "exercise2", tmp_path / "exercise2.py", 1)

    assert seen == [b"json\n"]
