"""The learner's folder, found from any folder inside it: where the exercises are, and one stub put back.

A workspace is the nearest folder, upwards from here, that has exercises in it or in a folder `exercises/` of it.
"""

from __future__ import annotations

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
        if _holds_exercises(folder / EXERCISES):
            return folder
        if _holds_exercises(folder):
            return folder.parent if folder.name == EXERCISES else folder
    return here


def default_path() -> Path:
    """Where submissions are looked for when no path is given, relative to the current folder where that is shorter."""
    home = root()
    folder = home / EXERCISES
    return shortened(folder if folder.is_dir() else home)


def reference_path(course: Course, exercise: str) -> Path | None:
    """The file with the course's own answers, where it is at hand: in a checkout, or in `solutions/` of the workspace."""
    folders = [course.solutions, root() / "solutions"]
    files = [folder / f"{exercise}.py" for folder in folders if folder is not None]
    return next((file for file in files if file.is_file()), None)


def shortened(path: Path) -> Path:
    """The path as a person here would type it."""
    relative = Path(os.path.relpath(path))
    return relative if len(str(relative)) < len(str(path)) else path


def _holds_exercises(folder: Path) -> bool:
    if (folder.parent / STATE_FILE).is_file() and folder.name == EXERCISES:
        return folder.is_dir()
    return folder.is_dir() and any(map(_EXERCISE.fullmatch, os.listdir(folder)))


def reset(course: Course, name: str, path: Path) -> Path | None:
    """Put one stub back; the old file is kept beside it under a new name, which is returned."""
    file = path / f"{name}.py" if path.is_dir() else path
    kept = None
    if file.exists():
        kept = next(p for n in range(1, 10_000) if not (p := file.with_name(f"{file.stem}.old{n}.py")).exists())
        os.replace(file, kept)
    shutil.copy(course.stub_path(name), file)
    return kept
