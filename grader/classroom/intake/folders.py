"""Reading a folder of strangers' files: regular files only, no link ever followed, no device ever opened."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from grader.classroom.intake.trees import DEFAULT_LIMITS, File, LeftOut, TreeLimits
from grader.errors import Refused
from grader.files import too_large

# Never the learner's answer, and a clone's .git alone can hold more files than the class.
PASSED_OVER = frozenset(
    (".git", ".hg", ".svn", "__MACOSX", "__pycache__", ".ipynb_checkpoints", "node_modules", ".venv", "venv")
)
_MOST_NAMES = 1000
PASSED_OVER_REASON = "not looked into: such a folder holds no answer"

# Absent on Windows, where making a link needs a right that a downloaded file does not have.
NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)
_NO_WAIT = getattr(os, "O_NONBLOCK", 0)  # else opening a FIFO waits for a writer for ever
BINARY = getattr(os, "O_BINARY", 0)
_FOLDER = getattr(os, "O_DIRECTORY", 0)


@dataclass(frozen=True)
class _FolderTree:
    """The files below one folder; the folder itself may be reached through a link, nothing in it may."""

    root: Path
    files: tuple[File, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def label(self) -> str:
        """Name of the folder."""
        return self.root.resolve().name

    def read(self, path: str, cap_bytes: int) -> bytes:
        """The bytes of one regular file; raises Refused for anything else."""
        try:
            descriptor = _open_below(self.root, path)
        except OSError as error:
            raise Refused(f"cannot be opened: {error.strerror}") from error
        with os.fdopen(descriptor, "rb") as stream:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise Refused("is not a regular file")
            data = stream.read(cap_bytes + 1)
            if len(data) > cap_bytes:
                raise Refused(too_large(os.fstat(descriptor).st_size, cap_bytes))
            return data

    def names(self, folder: str) -> tuple[str, ...]:
        """Names in one folder, at most a thousand; none where it is no folder, or lies behind a link."""
        if os.open not in os.supports_dir_fd or os.listdir not in os.supports_fd:
            return ()
        try:
            descriptor = _open_below(self.root, folder)
        except OSError:
            return ()
        try:
            with os.scandir(descriptor) as entries:
                return tuple(sorted(entry.name for entry in islice(entries, _MOST_NAMES)))
        except OSError:
            return ()
        finally:
            os.close(descriptor)


def read_folder(root: Path, limits: TreeLimits = DEFAULT_LIMITS) -> _FolderTree:
    """List what is below a folder, without opening any file."""
    walk = _found_below(root, "", limits, depth=0)
    entries = list(islice(walk, limits.files))
    left_out = [entry for entry in entries if isinstance(entry, LeftOut)]
    if next(walk, None) is not None:
        left_out.append(LeftOut("…", f"the folder holds more than {limits.files} entries; the rest is not read"))
    files = (entry for entry in entries if isinstance(entry, File))
    return _FolderTree(root, tuple(sorted(files)), tuple(sorted(left_out)))


def _found_below(folder: Path, inside: str, limits: TreeLimits, depth: int) -> Iterator[File | LeftOut]:
    """Everything below one folder; `inside` is its path from the root, with a slash at the end unless empty."""
    try:
        with os.scandir(folder) as entries:
            ordered = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        yield LeftOut(inside or ".", f"the folder cannot be read: {error.strerror}")
        return
    for entry in ordered:
        path = inside + entry.name
        reason = _reason_to_pass_over(entry, limits, depth)
        if reason:
            yield LeftOut(path, reason)
        elif entry.is_dir(follow_symlinks=False):
            below = _found_below(Path(entry.path), path + "/", limits, depth + 1)
            first = next(below, None)
            if first is not None:
                yield first
                yield from below
            elif depth == 0:
                # Probably a student's: who handed in nothing must not vanish without a word.
                yield LeftOut(path, "is a folder without any file")
        else:
            yield File(path, entry.stat(follow_symlinks=False).st_size)


def _reason_to_pass_over(entry: os.DirEntry[str], limits: TreeLimits, depth: int) -> str | None:
    """Why an entry of a folder is not read, or None."""
    try:
        mode = entry.stat(follow_symlinks=False).st_mode
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    if stat.S_ISLNK(mode):
        return "is a link; links are not followed"
    if stat.S_ISREG(mode):
        return None
    if not stat.S_ISDIR(mode):
        return "is not a regular file"
    if entry.name in PASSED_OVER:
        return PASSED_OVER_REASON
    return f"lies more than {limits.depth} folders deep" if depth >= limits.depth else None


def _open_below(root: Path, path: str) -> int:
    """A descriptor of the file; where the system can, each folder is opened from the one above it, never a link."""
    reading = os.O_RDONLY | NO_FOLLOW | _NO_WAIT | BINARY
    if os.open not in os.supports_dir_fd:
        return os.open(root / path, reading)
    *folders, name = path.split("/")
    here = os.open(root, os.O_RDONLY | _FOLDER)
    try:
        for folder in folders:
            below = os.open(folder, os.O_RDONLY | _FOLDER | NO_FOLLOW, dir_fd=here)
            os.close(here)
            here = below
        return os.open(name, reading, dir_fd=here)
    finally:
        os.close(here)
