"""An exception in the learner's code, as plain facts: its type, its text, and the learner's own frames only."""

from __future__ import annotations

import errno
import re
import traceback
from typing import Any

_FRAMES_LIMIT = 6
_MESSAGE_LIMIT = 1500
# What torch says when an allocation is refused; it raises RuntimeError where Python raises MemoryError.
_ALLOCATION = re.compile(r"(can't|not|cannot) allocate memory|not enough memory|out of memory", re.IGNORECASE)


def describe(error: BaseException, file: str) -> dict[str, Any]:
    """The facts of `error`, of which `file` is the learner's module.

    Returns a dict of plain values: `type`, `bases`, `text`, `frames` (line, function, code), `stub` (a raise of
    NotImplementedError in the learner's own code), `memory`, and `syntax` (line, column, code) for a SyntaxError.
    """
    frames = _learner_frames(error, file)
    return {
        "type": type(error).__name__,
        "bases": [base.__name__ for base in type(error).__mro__ if base.__module__ == "builtins"],
        "text": _text_of(error),
        "frames": frames[-_FRAMES_LIMIT:],
        "stub": _is_stub(error, file, frames),
        "memory": _is_memory(error),
        "syntax": _syntax_of(error),
    }


def _is_memory(error: BaseException) -> bool:
    """Whether an allocation was refused."""
    if isinstance(error, OSError):
        return error.errno == errno.ENOMEM
    return isinstance(error, MemoryError) or (
        isinstance(error, RuntimeError) and bool(_ALLOCATION.search(_text_of(error)))
    )


def _text_of(error: BaseException) -> str:
    """`str(error)`, which is the learner's code when the class is theirs, so it may fail or lie."""
    try:
        if isinstance(error, SystemExit):
            return f"exit code {error.code}"[:_MESSAGE_LIMIT]
        text = str(error)
        return text[:_MESSAGE_LIMIT] if isinstance(text, str) else ""
    except BaseException:
        return ""


def _learner_frames(error: BaseException, file: str) -> list[list[Any]]:
    """[line, function, code] of each frame in the learner's file, outermost first."""
    summary = traceback.extract_tb(error.__traceback__)
    return [[frame.lineno or 0, frame.name, frame.line or ""] for frame in summary if frame.filename == file]


def _is_stub(error: BaseException, file: str, frames: list[list[Any]]) -> bool:
    """Whether the learner's own code raised NotImplementedError (torch raises it too, for missing operators)."""
    if not isinstance(error, NotImplementedError) or not frames:
        return False
    innermost = traceback.extract_tb(error.__traceback__)[-1]
    return innermost.filename == file and (innermost.line or "").startswith("raise NotImplementedError")


def _syntax_of(error: BaseException) -> list[Any] | None:
    """[line, column, code] of a SyntaxError, or None."""
    if not isinstance(error, SyntaxError):
        return None
    return [error.lineno or 0, error.offset or 0, (error.text or "").rstrip()[:200]]
