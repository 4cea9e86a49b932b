"""`--github`: what a step prints and writes, and that a learner's text is never a command."""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from handmade_grades import grade_of, outcome_of

from grader.command.cli import cli
from grader.command.display import github
from grader.command.learner.submitted import Submitted
from grader.courses import built_in
from grader.outcome import Status
from grader.source import SourceFile

EVIL = "::error::owned\n::add-mask::x\r\n##[set-output name=y]z\n  ::stop-commands::t\n%0A::warning::w"
COMMAND = re.compile(r"^\s*(::[a-zA-Z].*::|##\[)")


def obeyed(text: str) -> list[str]:
    """The lines that GitHub's runner takes as commands."""
    found: list[str] = []
    token = ""
    for line in re.split(r"[\r\n]", text):
        if token:
            token = "" if line.strip() == f"::{token}::" else token
        elif line.startswith("::stop-commands::"):
            token = line.removeprefix("::stop-commands::")
        elif COMMAND.match(line):
            found.append(line)
    return found


@pytest.fixture
def step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A step's folder with the files that GitHub names."""
    for name in ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    return tmp_path


def show(step: Path, message: str = "wrong", passed: bool = False) -> None:
    """A grade of two checks, one of which failed with the message, which the learner also printed."""
    path = step / "exercises" / "exercise3.py"
    path.parent.mkdir()
    path.write_text("x = 1\n\ndef sigmoid(z):\n    pass\n")
    given = Submitted(built_in(), SourceFile("exercise3", path.read_bytes(), str(path)), path, is_mine=False)
    wrong = outcome_of("sigmoid", Status.FAILED, message=message)
    grade = grade_of({"accuracy": Status.PASSED, "sigmoid": [wrong]}, printed=message)
    github.show([grade], [given], passed, lambda console: console.print(message, markup=False))


def test_a_learners_text_is_never_a_command(step: Path, capsys: pytest.CaptureFixture[str]) -> None:
    show(step, EVIL)

    lines = obeyed(capsys.readouterr().out)
    assert [line.split(" ")[0] for line in lines] == ["::error", "::notice"]
    assert "owned" in lines[0]


def test_outputs_are_one_line_each(step: Path) -> None:
    show(step, EVIL)

    lines = (step / "GITHUB_OUTPUT").read_text().splitlines()
    assert [line.split("=")[0] for line in lines] == ["score", "max-score", "percent", "passed", "result"]
    result = json.loads(base64.b64decode(lines[-1].partition("=")[2]))
    assert (result["status"], len(result["tests"])) == ("fail", 2)


def test_an_annotation_stands_at_its_function(step: Path, capsys: pytest.CaptureFixture[str]) -> None:
    show(step)

    assert obeyed(capsys.readouterr().out)[0].startswith("::error file=exercises/exercise3.py,line=3,title=")


def test_the_summary_is_appended(step: Path) -> None:
    (step / "GITHUB_STEP_SUMMARY").write_text("before\n")

    show(step)

    assert (step / "GITHUB_STEP_SUMMARY").read_text().startswith("before\n## Autogradus: ")


def test_outside_of_actions_nothing_is_written(step: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT"):
        monkeypatch.delenv(name)

    show(step)

    assert [path.name for path in step.iterdir()] == ["exercises"]


def test_json_and_github_exclude_each_other(tmp_path: Path) -> None:
    (tmp_path / "exercise3.py").write_text("x = 1\n")
    done = CliRunner().invoke(cli, ["all", str(tmp_path), "--github", "--json"])

    assert done.exit_code == 2
    assert "leave it or --github out" in done.output


def test_init_writes_a_workflow_that_can_only_read(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["init", str(tmp_path / "w"), "--github"])
    assert done.exit_code == 0

    workflow = yaml.safe_load((tmp_path / "w" / ".github" / "workflows" / "grade.yml").read_text())
    assert workflow["permissions"] == {"contents": "read"}
    (job,) = workflow["jobs"].values()
    assert job["steps"][0]["with"] == {"persist-credentials": False}
    assert job["steps"][-1]["run"].endswith("all exercises --github")
    assert "${{ github.event" not in str(workflow)


def test_a_workflow_comes_into_a_workspace_that_is_there_once(tmp_path: Path) -> None:
    (tmp_path / "exercises").mkdir()
    (tmp_path / "exercises" / "exercise3.py").write_text("mine\n")

    codes = [CliRunner().invoke(cli, ["init", str(tmp_path), "--github"]).exit_code for _ in range(2)]

    assert codes == [0, 2]
    assert (tmp_path / "exercises" / "exercise3.py").read_text() == "mine\n"
