"""`grade init`: a new workspace with every stub, a short README, settings for pytest and editors, and a git repository."""

from __future__ import annotations

import contextlib
import json
import shlex
import shutil
import subprocess
from importlib import metadata
from pathlib import Path

from grader.command.learner.workspace import EXERCISES, STATE_FILE
from grader.course import Course
from grader.errors import SubmissionProblem

# The stubs as they were handed out: what `grade update` merges from.
BASE = Path(".autogradus") / "stubs"

_README = """# My course

1. Open `exercises/{first}.py` and read the page at its top.
2. Replace the first `raise NotImplementedError`.
3. `grade {first}` says what is right, what is not, and why. `grade watch` does so at each save.

| command | what |
| --- | --- |
| `grade` | where am I, and what comes next |
| `grade hint` | one more hint for the function I am at |
| `grade {first} -v` | everything about the result |
| `grade reset {first}` | the stub back; my file is kept beside it |
| `grade update` | newer stubs, merged with what I wrote |
| `pytest` | every check as a test; so do VS Code's Test Explorer and PyCharm |
| `grade doctor` | is this machine all right? |
"""
# Editors list what pytest lists: every check, at the line of its function.
_PYTEST = """[pytest]
addopts = -p grader.pytest_plugin
testpaths = {exercises}
"""
_SETTINGS = {
    "python.testing.pytestEnabled": True,
    "python.testing.unittestEnabled": False,
    "python.testing.pytestArgs": [EXERCISES],
    "python.testing.autoTestDiscoverOnSaveEnabled": True,
}
# `exercises/exercise3.py:56: sigmoid failed`: an editor makes a problem of such a line.
_MATCHER = {
    "owner": "autogradus",
    "fileLocation": ["autoDetect", "${workspaceFolder}"],
    "pattern": {"regexp": r"^\s*(\S+\.py):(\d+): (.*)$", "file": 1, "line": 2, "message": 3},
}


_WORKFLOW_FILE = Path(".github") / "workflows" / "grade.yml"
_WORKFLOW = """# Grades every push: annotations at the functions, a summary, and a red cross until the pass mark is reached.
# What a push contains runs in the grader's sandbox; the token of this job can read the repository and nothing else.
name: grade
on:
  push:
  workflow_dispatch:
permissions:
  contents: read
concurrency:
  group: grade-${{{{ github.ref }}}}
  cancel-in-progress: true
env:
  # Or an address that pip understands, such as that of a wheel.
  AUTOGRADUS: autogradus=={version}
jobs:
  grade:
    runs-on: ubuntu-24.04
    timeout-minutes: 30
    steps:
      - uses: actions/checkout@v4
        with:
          persist-credentials: false
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
      - name: Install the grader, with torch for CPUs
        run: |
          python -m venv "$RUNNER_TEMP/grader"
          "$RUNNER_TEMP/grader/bin/pip" install --quiet --index-url https://download.pytorch.org/whl/cpu torch torchvision
          "$RUNNER_TEMP/grader/bin/pip" install --quiet "$AUTOGRADUS"
      - name: Let the sandbox make namespaces
        run: sudo sysctl --quiet --write kernel.apparmor_restrict_unprivileged_userns=0
      - name: Grade
        id: grade
        run: '"$RUNNER_TEMP/grader/bin/grade" all exercises --github{course}'
"""


def write_workflow(folder: Path, course: Course) -> Path:
    """Write a workflow for GitHub Actions into a workspace, a new one or one that is there; returns its file.

    Raises:
        SubmissionProblem: there is a workflow of that name already, or the folder cannot be written.
    """
    file = folder / _WORKFLOW_FILE
    if file.exists():
        raise SubmissionProblem(f"{file} is there already. Move it away to get a new one.")
    about = f" --course {shlex.quote(course.reference)}" if course.reference else ""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(_WORKFLOW.format(version=metadata.version("autogradus"), course=about), "utf-8")
    except OSError as error:
        raise SubmissionProblem(f"{file} cannot be written: {error.strerror}. Give another folder.") from error
    return file


def initialise(folder: Path, course: Course) -> list[Path]:
    """A new workspace, which remembers a course that is not the built-in one; returns its exercises.

    Raises:
        SubmissionProblem: the folder is there already and not empty, or is no folder, or cannot be written.
    """
    try:
        return _fill(folder, course)
    except OSError as error:
        raise SubmissionProblem(f"{folder} cannot be made a workspace: {error.strerror}. Give another name.") from error


def _fill(folder: Path, course: Course) -> list[Path]:
    course.require(*course.names())
    if folder.exists() and any(folder.iterdir()):
        raise SubmissionProblem(f"{folder} must be new or empty; it holds files already. Give another name.")
    for part in (EXERCISES, BASE, ".vscode"):
        (folder / part).mkdir(parents=True)
    made = []
    for name in course.names():
        shutil.copyfile(course.stub_path(name), folder / BASE / f"{name}.py")
        made.append(Path(shutil.copyfile(course.stub_path(name), folder / EXERCISES / f"{name}.py")))
    (folder / "README.md").write_text(_README.format(first=course.names()[0]), "utf-8")
    (folder / "pytest.ini").write_text(_PYTEST.format(exercises=EXERCISES), "utf-8")
    for file, what in {"tasks.json": _tasks(), "settings.json": _SETTINGS}.items():
        (folder / ".vscode" / file).write_text(json.dumps(what, indent=2) + "\n", "utf-8")
    if course.reference:
        (folder / STATE_FILE).write_text(json.dumps({"course": course.reference}, indent=1) + "\n", "utf-8")
    _make_repository(folder)
    return made


def _make_repository(folder: Path) -> None:
    """A git repository, unless the folder lies in one already or git is not to be had."""
    inside = ["git", "-C", str(folder), "rev-parse", "--is-inside-work-tree"]
    with contextlib.suppress(OSError, subprocess.TimeoutExpired):
        if subprocess.run(inside, capture_output=True, timeout=20, check=False).returncode != 0:
            start = ["git", "-C", str(folder), "init", "--quiet"]
            subprocess.run(start, capture_output=True, timeout=20, check=False)


def _tasks() -> dict[str, object]:
    """Tasks for VS Code: grade the file that is open, and watch."""

    def task(label: str, arguments: list[str], **more: object) -> dict[str, object]:
        return {"label": label, "type": "process", "command": "grade", "args": arguments, **more}

    default = {"kind": "test", "isDefault": True}
    return {
        "version": "2.0.0",
        "tasks": [
            task("grade this file", ["${relativeFile}"], group=default, problemMatcher=_MATCHER),
            task("grade watch", ["watch"], problemMatcher=[]),
            task("grade hint", ["hint"], problemMatcher=[]),
        ],
    }
