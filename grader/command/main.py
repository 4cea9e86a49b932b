"""Entry of the `grade` command."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> None:
    """Carry out a command line; ends by SystemExit with its exit code."""
    from grader.command.cli import cli

    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a letter shows its number: no word of a result is lost to an encoding.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    cli(None if arguments is None else list(arguments), prog_name="grade")
