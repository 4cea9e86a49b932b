"""Threads that take turns: of what stands between two requests, one lane's runs at a time."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator

import torch


class Turn:
    """Whose checks run now. Each lane has random numbers of its own, as if it were alone."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last: int | None = None
        self._random: dict[int, torch.Tensor] = {}

    @contextlib.contextmanager
    def taken(self, lane: int) -> Iterator[None]:
        """It is the lane's turn while the context lasts."""
        self.take(lane)
        try:
            yield
        finally:
            self._lock.release()

    @contextlib.contextmanager
    def given_away(self, lane: int) -> Iterator[None]:
        """It is others' turn while the context lasts."""
        self._lock.release()
        try:
            yield
        finally:
            self.take(lane)

    def take(self, lane: int) -> None:
        """Wait for the turn."""
        self._lock.acquire()
        if self._last not in (None, lane):
            self._random[self._last] = torch.get_rng_state()
            if lane in self._random:
                torch.set_rng_state(self._random[lane])
        self._last = lane
