"""Processes: how a further one of ours starts, how many may run at a time, whether one lives."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

_PACKAGE_PARENT = str(Path(__file__).resolve().parents[1])


def python_command(entry: str, *arguments: str, isolated: bool) -> list[str]:
    """The command that runs `entry` in a new interpreter, which finds our package and nothing of the current folder.

    Args:
        entry: statements to run, such as "from grader.x import main; main()".
        arguments: what stands in `sys.argv` from 1 on.
        isolated: whether environment and user folders are left out too (python -I), for what untrusted code runs beside.
    """
    path = f"{_PACKAGE_PARENT!r} in sys.path or sys.path.insert(0, {_PACKAGE_PARENT!r})"
    return [sys.executable, "-I" if isolated else "-P", "-c", f"import sys; {path}; {entry}", *arguments]


def cores() -> int:
    """Processors that this process may use: a batch system gives fewer than the machine has."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and is not reaped yet, as after a kill -9 of its parent too, does not."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()[0] not in (b"Z", b"X")
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
