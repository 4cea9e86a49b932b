"""How one exchange with a worker ended."""

from __future__ import annotations

import enum


class Ending(enum.Enum):
    """How one exchange with a worker ended."""

    REPLY = "a reply came"
    GONE = "the worker ended"
    CPU_TIME = "the CPU limit was used up"
    WALL_TIME = "the wall limit was used up"
    GARBLED = "the reply was no frame"
