"""`grade update`: newer stubs come in by a three-way merge with what the learner wrote; nothing of theirs is lost.

The stub as it was handed out is the base, kept in the workspace. Where both sides changed the same lines, both stand in
the file, marked as git marks them.
"""

from __future__ import annotations

import enum
import itertools
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from grader.command.learner import workspace
from grader.command.learner.new_workspace import BASE
from grader.course import Course
from grader.errors import UsageProblem
from grader.files import write_whole

_MOST_CONFLICTS = 127


class Outcome(enum.Enum):
    """What became of one exercise."""

    SAME = "nothing new"
    NEW = "added"
    REPLACED = "replaced: you had not changed it"
    MERGED = "merged with what you wrote"
    CONFLICTS = "merged; look for <<<<<<< and choose"
    BESIDE = "the new stub lies beside it: the one you began with was not kept"


@dataclass(frozen=True)
class Updated:
    """One exercise after an update: its file and what became of it."""

    name: str
    file: Path
    outcome: Outcome


def update(course: Course) -> list[Updated]:
    """Bring every newer stub into the workspace.

    Raises:
        UsageProblem: this is no workspace, a file cannot be written, or git is needed and not there.
    """
    home = workspace.root()
    folder = home / workspace.EXERCISES
    if not folder.is_dir():
        raise UsageProblem("There is no workspace here. `grade init my-course` makes one.")
    if folder.resolve() == course.exercises.resolve():
        raise UsageProblem("These exercises are the course's own stubs: there is nothing newer to bring in.")
    (home / BASE).mkdir(parents=True, exist_ok=True)
    return [_update_one(course, name, folder / f"{name}.py", home / BASE / f"{name}.py") for name in course.names()]


def _update_one(course: Course, name: str, mine: Path, base: Path) -> Updated:
    new = course.stub_path(name).read_bytes()
    outcome = _brought_in(mine, base, new)
    if outcome is not Outcome.BESIDE:
        _write(base, new)
    return Updated(name, workspace.shortened(mine), outcome)


def _brought_in(mine: Path, base: Path, new: bytes) -> Outcome:
    if not mine.exists():
        _write(mine, new)
        return Outcome.NEW
    written = mine.read_bytes()
    before = base.read_bytes() if base.is_file() else None
    if written == new or before == new:
        return Outcome.SAME
    if before is None:
        _write(_free_beside(mine, new), new)
        return Outcome.BESIDE
    if written == before:
        _write(mine, new)
        return Outcome.REPLACED
    merged, conflicts = _merge(mine, base, new)
    _write(mine, merged)
    return Outcome.CONFLICTS if conflicts else Outcome.MERGED


def _free_beside(mine: Path, new: bytes) -> Path:
    """Where the new stub may lie: what lies there already and is another is the learner's."""
    names = (f"{mine.stem}.new{number or ''}.py" for number in itertools.count())
    files = (mine.with_name(name) for name in names)
    return next(file for file in files if not file.exists() or file.read_bytes() == new)


def _merge(mine: Path, base: Path, new: bytes) -> tuple[bytes, int]:
    """The three-way merge of a file, and how many conflicts are marked in it.

    Raises:
        UsageProblem: git is not installed, or it refuses (the file is no text).
    """
    with tempfile.TemporaryDirectory() as folder:
        newer = Path(folder) / mine.name
        newer.write_bytes(new)
        labels = ["-L", "what you wrote", "-L", "the stub before", "-L", "the new stub"]
        command = ["git", "merge-file", "-p", *labels, str(mine), str(base), str(newer)]
        try:
            done = subprocess.run(command, capture_output=True, check=False, timeout=60)
        except OSError as error:
            raise UsageProblem("`grade update` merges with git, which is not installed here.") from error
    if not 0 <= done.returncode <= _MOST_CONFLICTS:
        reason = done.stderr.decode("utf-8", "replace").strip()
        raise UsageProblem(f"{mine} cannot be merged; it is as it was. git says: {reason}")
    return done.stdout, done.returncode


def _write(file: Path, data: bytes) -> None:
    """Replace a file whole, or leave it as it was."""
    try:
        write_whole(file, data, file.stat().st_mode & 0o777 if file.exists() else 0o644)
    except OSError as error:
        raise UsageProblem(f"{file} cannot be written: {error.strerror}; it is as it was.") from error
