"""All residents of this user for this installation, wherever their sockets are: also one that starts, or is stuck.

The folder for sockets depends on the environment (XDG_RUNTIME_DIR, TMPDIR), so that another terminal may have another
resident. What they have in common is their command line. Imports no torch.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.processes import is_alive
from grader.warm import place

_PATIENCE_S = 2.0
_LOOK_S = 0.02
_PROCESSES = Path("/proc")


@dataclass(frozen=True)
class Resident:
    """A resident: its process and its socket, which is not there before it has started."""

    pid: int
    path: Path


def find(entry: str) -> list[Resident]:
    """The residents that were started by the statements of `entry`; none on systems without /proc."""
    if sys.platform != "linux":
        return []
    # Fronts and templates are forks, with the command line of their resident; the lock file says who it is.
    families: dict[Path, set[int]] = {}
    for folder in _PROCESSES.iterdir():
        with contextlib.suppress(OSError, ValueError):
            pid = int(folder.name)
            path = _socket_of(folder, entry)
            if path is not None and is_alive(pid):
                families.setdefault(path, set()).add(pid)
    residents = []
    for path, pids in families.items():
        with contextlib.suppress(OSError, ValueError):
            holder = int(place.lock_of(path).read_text())
            if holder in pids:
                residents.append(Resident(holder, path))
    return residents


def end_all(entry: str) -> list[Resident]:
    """End them: a front at work is waited for by its resident, not by this process; one that is stuck is killed."""
    residents = find(entry)
    for each in residents:
        _signal(each.pid, signal.SIGTERM)
    deadline_s = time.monotonic() + _PATIENCE_S
    while (left := _not_ending(residents)) and time.monotonic() < deadline_s:
        time.sleep(_LOOK_S)
    for each in left:
        _signal(each.pid, signal.SIGKILL)
        with contextlib.suppress(OSError):
            each.path.unlink()
    return residents


def _not_ending(residents: Sequence[Resident]) -> list[Resident]:
    """Those that live and still take requests, or would."""
    return [each for each in residents if is_alive(each.pid) and each.path.exists()]


def _socket_of(folder: Path, entry: str) -> Path | None:
    """The socket on the command line of a process of this user, when it is one of this installation's residents."""
    if folder.stat().st_uid != os.geteuid():
        return None
    words = os.fsdecode((folder / "cmdline").read_bytes()).split("\0")
    if len(words) < 2 or not any(word.endswith(entry) for word in words):
        return None
    path = Path(words[-2])
    return path if path.name == place.socket_name() else None


def _signal(pid: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)
