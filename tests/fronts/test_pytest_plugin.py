"""pytest in a workspace: every check is a test at its function's line, and nothing of a submission is imported."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.command.learner import new_workspace
from grader.courses import built_in

COURSE = built_in()
ROOT = Path(__file__).resolve().parents[2]
SOLUTION = (ROOT / "solutions" / "exercise3.py").read_text("utf-8")
Pytest = Callable[..., str]


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace as `grade init` makes it."""
    new_workspace.initialise(tmp_path / "course", COURSE)
    return tmp_path / "course"


@pytest.fixture
def run_pytest(workspace: Path) -> Pytest:
    """Types `pytest` in the workspace; what it printed."""

    def run(*arguments: str) -> str:
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "AUTOGRADUS_WARM": "0", "COLUMNS": "120"}
        command = [sys.executable, "-m", "pytest", *arguments]
        done = subprocess.run(command, cwd=workspace, env=environment, capture_output=True, text=True, timeout=400)
        assert "INTERNALERROR" not in done.stdout
        return done.stdout + done.stderr

    return run


def test_every_check_is_listed_under_its_function(run_pytest: Pytest) -> None:
    """The ids are `FILE::FUNCTION::CHECK`, in the order of the checks."""
    listed = [line for line in run_pytest("--collect-only", "-q").splitlines() if "::" in line]

    assert listed == [
        f"exercises/{name}.py::{function}::{check}"
        for name in COURSE.names()
        for function in dict.fromkeys(COURSE.functions(name))
        for check in COURSE.checks_of(name, function)
    ]


@pytest.mark.parametrize("options", [[], ["--doctest-modules"]], ids=["alone", "beside doctests"])
def test_a_submission_is_never_imported(workspace: Path, run_pytest: Pytest, options: list[str]) -> None:
    """Not even when its file is named, which pytest otherwise imports whatever it is called."""
    trace = workspace / "imported"
    (workspace / "exercises" / "exercise3.py").write_text(f"open({str(trace)!r}, 'w')\n{SOLUTION}")

    said = run_pytest("exercises/exercise3.py", "--collect-only", "-q", *options)

    assert "exercises/exercise3.py::sigmoid::" in said
    assert not trace.exists()


def test_a_failed_check_says_what_the_shell_says(workspace: Path, run_pytest: Pytest) -> None:
    """The function's own line, the advice, the command that runs it again; no traceback and nothing of the check."""
    file = workspace / "exercises" / "exercise3.py"
    file.write_text(SOLUTION + "\n\ndef accuracy(predicted, y):\n    print('seen')\n    return 2.0\n")
    line = max(n for n, text in enumerate(file.read_text().splitlines(), 1) if text.startswith("def accuracy"))

    said = run_pytest("-k", "accuracy", "exercises/exercise3.py")

    assert f"exercises/exercise3.py:{line}: accuracy failed" in said
    assert re.search(r"again: grade exercise3 --check accuracy_is_share --seed \d+", said)
    assert re.search(r"FAILED exercises/exercise3.py::accuracy::accuracy_is_share - .*must be", said)
    assert "seen" in said
    assert "Traceback" not in said and "grader/" not in said
    assert "2 failed, 23 deselected" in said


def test_what_nobody_wrote_fails_and_is_not_skipped(run_pytest: Pytest) -> None:
    """An empty workspace is not green."""
    said = run_pytest("exercises/exercise2.py")

    assert "is not started" in said
    assert re.search(r"=+ \d+ failed in", said)


def test_a_file_that_is_no_python_is_one_error(workspace: Path, run_pytest: Pytest) -> None:
    """Its place and the caret, once, and no other process is asked."""
    (workspace / "exercises" / "exercise3.py").write_text("def sigmoid(z)\n    return z\n")

    said = run_pytest("exercises/exercise3.py")

    assert said.count("exercises/exercise3.py:1: expected ':'") == 1
    assert "1 error in" in said


def test_a_test_of_the_learners_own_stays_one(workspace: Path, run_pytest: Pytest) -> None:
    """Files that are no exercise are pytest's."""
    (workspace / "test_mine.py").write_text("def test_mine():\n    assert 1 + 1 == 2\n")

    assert "1 passed" in run_pytest("test_mine.py")
