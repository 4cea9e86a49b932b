"""Entry of the `grade` command: through the warm process where one stands by, else here."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from grader.command import warming


def main(arguments: Sequence[str] | None = None) -> None:
    """Carry out a command line; ends by SystemExit with its exit code."""
    words = sys.argv[1:] if arguments is None else list(arguments)
    if not warming.is_wanted(words, os.environ):
        return carry_out(words)
    code = warming.hand_over(words)
    if code is not None:
        sys.exit(code)
    try:
        carry_out(words)
    finally:
        warming.start()


def carry_out(words: Sequence[str]) -> None:
    """Carry out a command line in this process; ends by SystemExit with its exit code."""
    from grader.command.cli import cli

    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a letter shows its number: no word of a result is lost to an encoding.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    cli(list(words), prog_name="grade")
