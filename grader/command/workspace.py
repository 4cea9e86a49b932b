"""The learner's folder: where the stubs are, what was scored last, how many hints were given."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

from grader.course import Course
from grader.errors import SubmissionProblem
from grader.files import write_whole

STATE_FILE = ".autogradus.json"


def default_path() -> Path:
    """Where submissions are looked for when no path is given: `exercises/`, or the current folder."""
    folder = Path("exercises")
    return folder if folder.is_dir() else Path()


def load_state() -> dict[str, Any]:
    """What was kept in the current folder; empty when there is nothing readable."""
    try:
        state = json.loads(Path(STATE_FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return state if isinstance(state, dict) else {}


def update_state(section: str, key: str, value: Any) -> None:
    """Keep one value; a folder that cannot be written to keeps nothing."""
    state = load_state()
    entries = state.get(section)
    state[section] = {**(entries if isinstance(entries, dict) else {}), key: value}
    try:
        write_whole(Path(STATE_FILE), json.dumps(state, indent=1) + "\n")
    except OSError:
        return


def course_reference() -> str:
    """What `grade init` kept of the workspace's course; empty for the one that is built in."""
    kept = load_state().get("course")
    return kept if isinstance(kept, str) else ""


def initialise(folder: Path, course: Course) -> list[Path]:
    """A new workspace: `folder/exercises` with every stub; it remembers a course that is not the built-in one.

    Raises:
        SubmissionProblem: the folder is there already and not empty.
    """
    course.require(*course.names())
    if folder.exists() and any(folder.iterdir()):
        raise SubmissionProblem(f"{folder} must be new or empty; it holds files already. Give another name.")
    target = folder / "exercises"
    target.mkdir(parents=True)
    if course.reference:
        write_whole(folder / STATE_FILE, json.dumps({"course": course.reference}, indent=1) + "\n")
    return [Path(shutil.copy(course.stub_path(name), target / f"{name}.py")) for name in course.names()]


def reset(course: Course, name: str, path: Path) -> Path | None:
    """Put one stub back; the old file is kept beside it under a new name, which is returned."""
    file = path / f"{name}.py" if path.is_dir() else path
    kept = None
    if file.exists():
        kept = next(p for n in range(1, 10_000) if not (p := file.with_name(f"{file.stem}.old{n}.py")).exists())
        os.replace(file, kept)
    shutil.copy(course.stub_path(name), file)
    return kept
