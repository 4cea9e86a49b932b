"""One line that says what is going on while a person waits, and is gone when the result comes."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TYPE_CHECKING

from rich.console import Console

from grader.outcome import Status

if TYPE_CHECKING:
    from grader.kit.check_run import CheckRun

_CLEAR = "\r\x1b[K"


class Ticker:
    """A transient line on a terminal's stderr; silent where nobody watches, or where lines cannot be taken back."""

    def __init__(self, console: Console, subject: str, quiet: bool) -> None:
        self.width = console.width
        self.subject, self.ended, self.failed = subject, 0, 0
        self.speaks = not quiet and sys.stderr.isatty() and console.is_terminal and not console.is_dumb_terminal

    def check_ended(self, run: CheckRun) -> None:
        """Count a check; name the first function that failed."""
        self.ended += 1
        self.failed += run.status not in (Status.PASSED, Status.NOT_STARTED, Status.SKIPPED)
        failed = f", {self.failed} failed" if self.failed else ""
        self.say(f"checking {self.subject} ... {run.function} ({self.ended} checks{failed})")

    def say(self, text: str) -> None:
        """Show a line in place of the one before."""
        if self.speaks:
            sys.stderr.write(_CLEAR + text[: self.width - 1])
            sys.stderr.flush()

    def __enter__(self) -> Ticker:
        self.say(f"checking {self.subject} ...")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.say("")
