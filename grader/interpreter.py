"""How a further process of ours starts: a new interpreter that finds our package and nothing of the current folder."""

from __future__ import annotations

import sys
from pathlib import Path

_PACKAGE_PARENT = str(Path(__file__).resolve().parents[1])


def python_command(entry: str, *arguments: str, isolated: bool) -> list[str]:
    """The command that runs `entry`, such as "from grader.x import main; main()".

    Args:
        entry: statements to run.
        arguments: what stands in `sys.argv` from 1 on.
        isolated: whether environment and user folders are left out too (python -I), for what untrusted code runs beside.
    """
    path = f"{_PACKAGE_PARENT!r} in sys.path or sys.path.insert(0, {_PACKAGE_PARENT!r})"
    return [sys.executable, "-I" if isolated else "-P", "-c", f"import sys; {path}; {entry}", *arguments]
