"""Entries of the warm process: what it imports beforehand, and what its forks carry out."""

from __future__ import annotations

import os
import sys
from pathlib import Path

# What fronts need. None of it holds a check, a label or a point: those come after a front has forked its template.
PRELOAD = (
    "grader.command.cli", "grader.command.grading", "grader.command.display.events", "grader.grading.grade",
    "grader.grading.planning", "grader.command.display.terminal", "pytest_timeout", "rich.console", "numpy",
    # What pytest imports only when it starts a session.
    *(f"_pytest.{name}" for name in ("helpconfig", "pastebin", "setuponly", "setupplan", "skipping", "unittest")), "pdb",
)  # fmt: skip


def serve_parent() -> None:
    """Entry of the warm process of one other process, with which it ends: `python -c ... SOCKET PID`."""
    from grader.sandbox.inside.template import die_with

    die_with(int(sys.argv[2]))
    serve()


def serve() -> None:
    """Entry of the warm process: `python -c ... SOCKET`."""
    from grader.command.main import carry_out
    from grader.courses import built_in
    from grader.warm import resident

    os.chdir("/")
    course = built_in()
    modules = course.modules_needed(*course.names())
    resident.serve(Path(sys.argv[1]), carry_out, PRELOAD, modules)
