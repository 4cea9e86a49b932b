"""Waiting for another process, and whether it lives."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

WAIT_S = 240.0


def until(holds: Callable[[], Any], wait_s: float = WAIT_S) -> Any:
    """What becomes true, once it does."""
    deadline_s = time.monotonic() + wait_s
    while time.monotonic() < deadline_s:
        if found := holds():
            return found
        time.sleep(0.05)
    raise AssertionError("it never came true")


def lives(pid: int) -> bool:
    """Whether a process is there and no zombie."""
    try:
        return (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False
