"""Notices that a file was saved. Events say so at once; where none come (network drives, some containers), looking does."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Sequence
from pathlib import Path

LOOK_S = 1.0
_POLL_S = 0.25
_DEBOUNCE_MS, _STEP_MS = 30, 10
# A save that is this old and of which no event has told: none come here.
_LATE_S = 0.8
Mark = tuple[tuple[int, int, int] | None, ...]

POLLING = "No word of saves comes from this file system: the file is looked at four times a second instead."
NO_LIBRARY = "The library watchfiles is not installed: the file is looked at four times a second instead."


class Saves:
    """Watches one folder; `descriptor` can be read when something in it has changed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.descriptor, self._writer = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        self._stop = threading.Event()
        self._told_s = 0.0
        self.notice = ""
        try:
            import watchfiles
        except ImportError:
            self.notice = NO_LIBRARY
            return
        self._thread = threading.Thread(target=self._listen, args=(watchfiles.watch,), daemon=True)
        self._thread.start()

    @property
    def tick_s(self) -> float:
        """How often to look without being told."""
        return _POLL_S if self.notice else LOOK_S

    def drain(self) -> None:
        """Take notice of what was told."""
        with contextlib.suppress(BlockingIOError):
            while os.read(self.descriptor, 4096):
                self._told_s = time.monotonic()

    def seen_late(self, files: Sequence[Path]) -> None:
        """A change was found by looking: when no event tells of it, none ever will here."""
        ages = [time.time() - file.stat().st_mtime for file in files if file.exists()]
        if not self.notice and ages and min(ages) > _LATE_S and time.monotonic() - self._told_s > 2 * _LATE_S:
            self.notice = POLLING

    def close(self) -> None:
        """Stop watching."""
        self._stop.set()
        if not self.notice:
            self._thread.join(1.0)
        os.close(self.descriptor)
        with contextlib.suppress(OSError):
            os.close(self._writer)

    def _listen(self, watch: object) -> None:
        try:
            for _ in watch(  # type: ignore[operator]  # watchfiles.watch
                self.folder, watch_filter=None, debounce=_DEBOUNCE_MS, step=_STEP_MS, rust_timeout=500,
                stop_event=self._stop, raise_interrupt=False, recursive=False, yield_on_timeout=False,
            ):  # fmt: skip
                os.write(self._writer, b"x")
        except Exception:
            # The folder went away, or the system has no more watches to give.
            self.notice = self.notice or POLLING


def mark_of(files: Sequence[Path]) -> Mark:
    """What changes when one of the files is saved, replaced, made or removed."""
    return tuple(_facts(file) for file in files)


def _facts(file: Path) -> tuple[int, int, int] | None:
    try:
        facts = file.stat()
    except OSError:
        return None
    return facts.st_mtime_ns, facts.st_size, facts.st_ino
