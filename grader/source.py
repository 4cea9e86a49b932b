"""The submission as bytes: read once, with a cap, from a regular file; never followed through a link into another place."""

from __future__ import annotations

import ast
import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from grader.errors import Refused, SubmissionProblem
from grader.notebooks import MAX_NOTEBOOK_BYTES, notebook_source, number_in, place_in, without_notebook_calls

SIZE_LIMIT_BYTES = 1 << 20


@dataclass(frozen=True)
class SourceFile:
    """What is graded.

    Attributes:
        name: the module's name, the exercise's.
        data: the file's bytes.
        origin: where it was read, for messages.
        notes: sentences on how it was read, for the learner.
    """

    name: str
    data: bytes
    origin: str = ""
    notes: tuple[str, ...] = ()

    @property
    def file(self) -> str:
        """The file name that messages use."""
        return f"{self.name}.py"

    @property
    def sha256(self) -> str:
        """Hash of the bytes."""
        return hashlib.sha256(self.data).hexdigest()

    def place(self, line: int) -> str:
        """Where a line of it stands, in words: "line 7", or of a notebook "cell 3, line 2"."""
        return place_in(self.data, line)

    def number_of(self, line: int) -> int:
        """What people call a line of it: of a notebook its number in its cell."""
        return number_in(self.data, line)

    @property
    def is_empty(self) -> bool:
        """Whether nothing but white space is in it."""
        return not self.data.removeprefix(b"\xef\xbb\xbf").strip()


def is_untouched(data: bytes) -> bool:
    """Whether every function of a file still raises NotImplementedError and does nothing else: a stub nobody worked on."""
    try:
        tree = ast.parse(data)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    kinds = (ast.FunctionDef, ast.ClassDef)
    asked_for = [node for node in tree.body if isinstance(node, kinds)]  # not what the demo defines for itself
    functions = [part for node in asked_for for part in ast.walk(node) if isinstance(part, ast.FunctionDef)]
    return bool(functions) and all(map(_is_stub, functions))


def _is_stub(function: ast.FunctionDef) -> bool:
    """Whether a function's body is its docstring and one `raise NotImplementedError`."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    if len(body) != 1 or not isinstance(body[0], ast.Raise) or body[0].exc is None:
        return False
    raised = body[0].exc.func if isinstance(body[0].exc, ast.Call) else body[0].exc
    return isinstance(raised, ast.Name) and raised.id == "NotImplementedError"


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
        data, notes = _notebook(file)
    else:
        data, notes = without_notebook_calls(_read_regular(file))
    return SourceFile(name, data, str(file), tuple(f"{file.name}: {note}." for note in notes))


def _notebook(file: Path) -> tuple[bytes, tuple[str, ...]]:
    """The code cells of a notebook, joined, and sentences on how they were read."""
    try:
        return notebook_source(_read_regular(file, MAX_NOTEBOOK_BYTES))
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
