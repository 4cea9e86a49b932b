"""Entry of the `grade` command: through the warm process where one stands by, else here."""

from __future__ import annotations

import atexit
import os
import signal
import sys
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

from grader.command import warming

if TYPE_CHECKING:
    from grader.sandbox.factory import WorkerFactory


def main(arguments: Sequence[str] | None = None) -> None:
    """Carry out a command line; ends by SystemExit with its exit code.

    Without arguments it is the whole process, which then ends at once.
    """
    if arguments is not None:
        return _warm_or_cold(arguments)
    try:
        _warm_or_cold(sys.argv[1:])
    except SystemExit as end:
        _end_at_once(end)
        raise


def _warm_or_cold(words: Sequence[str]) -> None:
    if not warming.is_wanted(words, os.environ):
        return carry_out(words)
    try:
        code = warming.hand_over(words)
    except KeyboardInterrupt:
        # Before there was anybody to pass Ctrl-C on to.
        sys.exit(128 + signal.SIGINT)
    if code is not None:
        sys.exit(code)
    try:
        carry_out(words)
    finally:
        warming.start()


def carry_out(words: Sequence[str], factory: WorkerFactory | None = None) -> None:
    """Carry out a command line in this process; ends by SystemExit with its exit code.

    `factory`: workers that were made ahead, for a command that grades by the built-in course.
    """
    from grader.command.cli import cli

    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a letter shows its number: no word of a result is lost to an encoding.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    cli(list(words), prog_name="grade", obj=factory)


def _end_at_once(end: SystemExit) -> None:
    """End this process, where torch was imported: taking torch down object by object takes a third of a second."""
    code = 0 if end.code is None else end.code
    if "torch" not in sys.modules or not isinstance(code, int) or threading.active_count() > 1:
        return
    atexit._run_exitfuncs()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        # Python's own end says what became of the output.
        return
    os._exit(code & 0xFF)
