"""The command line, as a person or a script uses it: exit codes, JSON, names, hints, interrupts."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import pytest

ROOT = Path(__file__).resolve().parents[1]
SCHEMA = json.loads(resources.files("grader").joinpath("report.schema.json").read_text("utf-8"))
STATUSES_WITHOUT_POINTS = {"failed", "not_started", "error", "timeout", "out_of_memory", "skipped", "grader_error"}
WRONG_LOSS = """

def binary_loss(y_pred, y):
    return (y * y_pred.clamp(min=1e-12).log() + (1 - y) * (1 - y_pred).clamp(min=1e-12).log()).mean()
"""


def grade(*arguments: object, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command and wait."""
    command = [sys.executable, "-m", "grader", *map(str, arguments)]
    env = {**os.environ, "NO_COLOR": "1", **environment}
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, timeout=500, check=False)


@pytest.fixture(scope="module")
def wrong(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace whose exercise3 forgets a minus; its path has a space and foreign letters."""
    folder = tmp_path_factory.mktemp("Übung 中文 1")
    text = (ROOT / "solutions" / "exercise3.py").read_text("utf-8")
    (folder / "exercise3.py").write_text(text + WRONG_LOSS, "utf-8")
    return folder


@pytest.fixture(scope="module")
def graded(wrong: Path) -> subprocess.CompletedProcess[str]:
    """The JSON report of the wrong workspace."""
    return grade("exercise3", wrong, "--json", "--seed", 7)


def test_a_full_score_exits_with_0_and_says_what_is_next() -> None:
    """README's first command."""
    done = grade("exercise3", "solutions")

    assert done.returncode == 0, done.stdout + done.stderr
    assert "Score 100/100" in done.stdout
    assert "Next: exercise4" in done.stdout


def test_a_lower_score_exits_with_1(graded: subprocess.CompletedProcess[str]) -> None:
    """So that a script can tell."""
    assert graded.returncode == 1, graded.stderr


def test_json_is_alone_on_stdout_and_fits_the_schema(graded: subprocess.CompletedProcess[str]) -> None:
    """One object, of the published form."""
    report = json.loads(graded.stdout)

    jsonschema.validate(report, SCHEMA)
    assert report["seed"] == 7
    assert report["score"] == sum(check["points"] for check in report["checks"])


def test_points_come_only_with_passed_and_partial(graded: subprocess.CompletedProcess[str]) -> None:
    """Everything else is worth nothing."""
    checks = json.loads(graded.stdout)["checks"]

    assert all(check["points"] == 0 for check in checks if check["status"] in STATUSES_WITHOUT_POINTS)


def test_a_forgotten_minus_is_named(graded: subprocess.CompletedProcess[str]) -> None:
    """The mistake, not just the number."""
    checks = [check for check in json.loads(graded.stdout)["checks"] if check["status"] == "failed"]

    assert checks
    assert all(check["function"] == "binary_loss" for check in checks)
    assert all("minus" in (check["advice"] or "") for check in checks)


def test_the_same_seed_gives_the_same_report(wrong: Path, graded: subprocess.CompletedProcess[str]) -> None:
    """Bit by bit, less the times."""

    def stable(text: str) -> Any:
        report = json.loads(text)
        for check in report["checks"]:
            del check["seconds"]
        del report["usage"]
        return report

    assert stable(grade("exercise3", wrong, "--json", "--seed", 7).stdout) == stable(graded.stdout)


def test_one_check_can_be_replayed(wrong: Path, graded: subprocess.CompletedProcess[str]) -> None:
    """The command in the details runs just that check."""
    check = next(check for check in json.loads(graded.stdout)["checks"] if check["status"] == "failed")
    again = grade("exercise3", wrong, "--check", check["name"], "--seed", 7, "--json")

    assert f"--check {check['name']} --seed 7" in check["details"]
    assert [(one["name"], one["message"]) for one in json.loads(again.stdout)["checks"]] == [
        (check["name"], check["message"])
    ]


def test_text_fits_80_columns_without_colour(wrong: Path) -> None:
    """Through a pipe, for a screen reader."""
    text = grade("exercise3", wrong, "--seed", 7).stdout

    assert "\x1b" not in text
    to_copy = ("  again: ", str(wrong))
    assert max(len(line) for line in text.splitlines() if not line.startswith(to_copy)) <= 80


def test_the_pass_mark_moves_the_exit_code(wrong: Path) -> None:
    """Full score by default, or the percentage given."""
    assert grade("exercise3", wrong, "--seed", 7, "--pass-mark", 50).returncode == 0


@pytest.mark.parametrize(
    ("arguments", "mentions"),
    [
        (["exercis3"], "exercise3"),
        (["exercise3", "nowhere"], "does not exist"),
        (["exercise3", "docs"], "holds no exercise3.py"),
        (["exercise3", "solutions", "--check", "sigmoid_is_by_han"], "sigmoid_is_by_hand"),
        (["exercise3", "solutions", "--device", "cuda:9"], "cuda:9"),
        (["hint", "exercise3", "binary_los"], "binary_loss"),
        (["exercise3", "/dev/null"], "regular file"),
        (["all", "nowhere"], "does not exist"),
    ],
)
def test_a_wrong_command_exits_with_2_and_names_what_is_near(arguments: list[str], mentions: str) -> None:
    """One sentence, no traceback."""
    done = grade(*arguments)

    assert done.returncode == 2, done.stdout
    assert mentions in done.stderr
    assert "Traceback" not in done.stderr


def test_init_makes_a_workspace_and_reset_keeps_the_old_file(tmp_path: Path) -> None:
    """Nothing of the learner's is lost."""
    assert grade("init", "course", cwd=tmp_path).returncode == 0
    stub = tmp_path / "course" / "exercises" / "exercise3.py"
    original = stub.read_text("utf-8")
    stub.write_text("mine", "utf-8")
    done = grade("reset", "exercise3", "--yes", cwd=tmp_path / "course")

    assert done.returncode == 0, done.stderr
    assert stub.read_text("utf-8") == original
    assert stub.with_name("exercise3.old1.py").read_text("utf-8") == "mine"


def test_init_refuses_a_folder_that_holds_files(tmp_path: Path) -> None:
    """Nothing is overwritten."""
    (tmp_path / "mine.txt").write_text("x")

    assert grade("init", tmp_path).returncode == 2


def test_the_overview_remembers_the_score(tmp_path: Path) -> None:
    """`grade` says where the learner is."""
    (tmp_path / "exercises").mkdir()
    (tmp_path / "exercises" / "exercise3.py").write_text((ROOT / "exercises" / "exercise3.py").read_text())
    assert "not graded yet" in grade(cwd=tmp_path).stdout
    grade("exercise3", cwd=tmp_path)

    assert "0/100" in grade(cwd=tmp_path).stdout
    assert "Next: open exercises/exercise3.py" in grade(cwd=tmp_path).stdout


def test_a_planted_conftest_or_ini_file_is_not_read(tmp_path: Path) -> None:
    """Nor are pytest's environment variables."""
    (tmp_path / "exercise3.py").write_text((ROOT / "exercises" / "exercise3.py").read_text())
    (tmp_path / "conftest.py").write_text("raise SystemExit('planted')")
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --collect-only")
    done = grade(
        "exercise3", ".", "--json", cwd=tmp_path, PYTEST_ADDOPTS="--collect-only", PYTEST_PLUGINS="no_such_plugin"
    )

    assert json.loads(done.stdout)["score"] == 0
    assert {check["status"] for check in json.loads(done.stdout)["checks"]} == {"not_started"}


def children_of(pid: int) -> set[int]:
    """Living descendants of a process."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if fields[0] != "Z":
                parents[int(entry.name)] = int(fields[1])
    found = {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {pid}


def start(arguments: Sequence[object], ready: Callable[[int], bool]) -> subprocess.Popen[str]:
    """Start the command and wait until it is where the test wants it."""
    command = [sys.executable, "-m", "grader", *map(str, arguments)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT)
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and not ready(process.pid):
        time.sleep(0.05)
    return process


@pytest.fixture
def endless(tmp_path: Path) -> Path:
    """A submission whose binary_loss sleeps, so that there is something to interrupt."""
    text = (ROOT / "solutions" / "exercise3.py").read_text("utf-8")
    (tmp_path / "exercise3.py").write_text(text + "\nimport time\ndef binary_loss(p, y):\n    time.sleep(5)\n")
    return tmp_path


def gone(pids: set[int]) -> bool:
    """Whether none of the processes lives any more, after a moment."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if not any(Path(f"/proc/{pid}").exists() for pid in pids):
            return True
        time.sleep(0.05)
    return False


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=lambda number: number.name)
def test_an_ended_grader_leaves_no_process(endless: Path, number: signal.Signals) -> None:
    """Ctrl-C, SIGTERM and even SIGKILL: the template and its workers go too."""
    process = start(["exercise3", endless], lambda pid: len(children_of(pid)) >= 2)
    family = children_of(process.pid)
    process.send_signal(number)
    _, errors = process.communicate(timeout=60)

    assert family
    assert gone(family)
    assert "Traceback" not in errors


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("who", ["worker", "template"])
def test_a_killed_worker_or_template_is_replaced_and_the_check_says_so(endless: Path, who: str) -> None:
    """The rest is graded; exit code and JSON are right."""
    process = start(["exercise3", endless, "--json"], lambda pid: len(children_of(pid)) >= 2)
    time.sleep(1)
    family = sorted(children_of(process.pid))
    # Which of several workers is busy, nobody can tell from outside: all of them go.
    for pid in family[:1] if who == "template" else family[1:]:
        os.kill(pid, signal.SIGKILL)
    output, _ = process.communicate(timeout=300)
    report = json.loads(output)
    others = [check for check in report["checks"] if check["function"] in ("sigmoid", "accuracy")]

    assert process.returncode == 1
    jsonschema.validate(report, SCHEMA)
    assert any("killed from outside" in check["message"] for check in report["checks"])
    assert {check["status"] for check in others} == {"passed"}


def test_all_grades_every_exercise_and_prints_one_total(tmp_path: Path) -> None:
    """A missing exercise counts as not started, not as an end."""
    (tmp_path / "exercise2.py").write_text((ROOT / "exercises" / "exercise2.py").read_text())
    done = grade("all", tmp_path, "--json")
    report = json.loads(done.stdout)

    assert done.returncode == 1, done.stderr
    assert report["max_score"] == 100 * len(report["exercises"])
    assert report["score"] == 0
    for part in report["exercises"]:
        jsonschema.validate(part, SCHEMA)
        assert {check["status"] for check in part["checks"]} == {"not_started"}
