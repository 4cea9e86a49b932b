"""`grade init`: a new workspace with every stub, a short README, settings for pytest and editors, and a git repository."""

from __future__ import annotations

import contextlib
import json
import shutil
import subprocess
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
