"""The learner's folder, found from any folder inside it: where the exercises are, and one stub put back.

A workspace is the nearest folder, upwards from here, that has exercises in it or in a folder `exercises/` of it, or that
remembers which course it is of: a course may name its exercises as it likes.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path

from grader.course import Course

EXERCISES = "exercises"
STATE_FILE = ".autogradus.json"
_EXERCISE = re.compile(r"exercise\d+\.(py|ipynb)")


def root() -> Path:
    """The workspace that the current folder is in; the current folder where there is none."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        if _reference_in(folder) or _holds_exercises(folder / EXERCISES):
            return folder
        if _holds_exercises(folder):
            return folder.parent if folder.name == EXERCISES else folder
    return here


def course_reference() -> str:
    """What `grade init` kept of the workspace's course; empty for the one that is built in."""
    return _reference_in(root())


def default_path() -> Path:
    """Where submissions are looked for when no path is given, relative to the current folder where that is shorter."""
    home = root()
    folder = home / EXERCISES
    return shortened(folder if folder.is_dir() else home)


def shortened(path: Path) -> Path:
    """The path as a person here would type it."""
    relative = Path(os.path.relpath(path))
    return relative if len(str(relative)) < len(str(path)) else path


def reset(course: Course, name: str, path: Path) -> Path | None:
    """Put one stub back; the old file is kept beside it under a new name, which is returned."""
    file = path / f"{name}.py" if path.is_dir() else path
    kept = None
    if file.exists():
        kept = next(p for n in range(1, 10_000) if not (p := file.with_name(f"{file.stem}.old{n}.py")).exists())
        os.replace(file, kept)
    shutil.copy(course.stub_path(name), file)
    return kept


def _holds_exercises(folder: Path) -> bool:
    try:
        return any(_EXERCISE.fullmatch(path.name) and path.is_file() for path in folder.iterdir())
    except OSError:
        return False


def _reference_in(folder: Path) -> str:
    try:
        state = json.loads((folder / STATE_FILE).read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return ""
    kept = state.get("course") if isinstance(state, dict) else None
    return kept if isinstance(kept, str) else ""
