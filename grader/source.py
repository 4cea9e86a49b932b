"""The submission as bytes: read once, with a cap, from a regular file; never followed through a link into another place."""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from grader.errors import Refused, SubmissionProblem
from grader.notebooks import MAX_NOTEBOOK_BYTES, notebook_source

SIZE_LIMIT_BYTES = 1 << 20


@dataclass(frozen=True)
class SourceFile:
    """What is graded.

    Attributes:
        name: the module's name, the exercise's.
        data: the file's bytes.
        origin: where it was read, for messages.
    """

    name: str
    data: bytes
    origin: str = ""

    @property
    def file(self) -> str:
        """The file name that messages use."""
        return f"{self.name}.py"

    @property
    def sha256(self) -> str:
        """Hash of the bytes."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def is_empty(self) -> bool:
        """Whether nothing but white space is in it."""
        return not self.data.removeprefix(b"\xef\xbb\xbf").strip()


def read_source(name: str, path: Path) -> SourceFile:
    """The exercise `name` in `path`: a Python file, a notebook, or a folder that holds `name.py` or `name.ipynb`.

    Raises:
        UsageProblem: there is no such file, it is not a regular file, it is too large, or a broken notebook.
    """
    file = path / f"{name}.py" if path.is_dir() else path
    if not file.exists() and file.with_suffix(".ipynb").exists():
        file = file.with_suffix(".ipynb")
    if not file.exists():
        raise SubmissionProblem(_absent(name, path, file))
    if file.suffix == ".ipynb":
        return SourceFile(name, _notebook(file), str(file))
    return SourceFile(name, _read_regular(file), str(file))


def _notebook(file: Path) -> bytes:
    """The code cells of a notebook, joined."""
    try:
        return notebook_source(_read_regular(file, MAX_NOTEBOOK_BYTES))[0]
    except Refused as refusal:
        raise SubmissionProblem(f"{file} {refusal}.") from refusal


def _read_regular(file: Path, limit_bytes: int = SIZE_LIMIT_BYTES) -> bytes:
    """The bytes of a regular file of at most `limit_bytes`."""
    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_NONBLOCK | getattr(os, "O_NOFOLLOW", 0))
    except OSError as error:
        raise SubmissionProblem(
            f"{file} must be a readable regular file, not a link; got: {error.strerror}."
        ) from error
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise SubmissionProblem(f"{file} must be a regular file.")
    with os.fdopen(descriptor, "rb") as stream:
        data = stream.read(limit_bytes + 1)
    if len(data) > limit_bytes:
        raise SubmissionProblem(f"{file} must be at most {limit_bytes >> 10} KiB; it is larger. Is it really Python?")
    return data


def _absent(name: str, path: Path, file: Path) -> str:
    if not path.exists():
        return f"{path} does not exist. Give the path of {name}.py or of the folder that holds it."
    there = sorted(entry.name for entry in path.iterdir() if entry.suffix in (".py", ".ipynb"))[:8]
    return f"{path} holds no {file.name}. It holds: {', '.join(there) or 'no Python file'}."
