"""An error in an author's file, in one line: what it is, and the file and line where the author finds it."""

from __future__ import annotations

import traceback
from pathlib import Path


def described_fault(error: BaseException, file: Path) -> str:
    """Such as "NameError: name 'EPS' is not defined (checks/exercise9.py, line 12, in check_it)".

    Args:
        error: what was raised; of an error that only wraps another one, the other one is meant.
        file: the author's file; without a frame in it no line is named.
    """
    cause = error.__cause__
    if isinstance(cause, SyntaxError | ImportError):
        error = cause
    if isinstance(error, SyntaxError):
        return f"SyntaxError: {error.msg} ({shown(file)}, line {error.lineno})"
    text = f"{type(error).__name__}: {error}".strip().removesuffix(":")
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename) == file]
    if not frames:
        return text
    inside = "" if frames[-1].name == "<module>" else f", in {frames[-1].name}"
    return f"{text} ({shown(file)}, line {frames[-1].lineno}{inside})"


def shown(file: Path) -> str:
    """The file with its folder, which says what it is: "checks/exercise9.py"."""
    return f"{file.parent.name}/{file.name}"
