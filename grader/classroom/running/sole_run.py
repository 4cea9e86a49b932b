"""One run at a time on a results folder: two would grade everything twice."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from grader.classroom.errors import GradebookBusy
from grader.classroom.gradebook import explained

LOCK_NAME = "running.lock"


@contextlib.contextmanager
def sole_run(folder: Path) -> Iterator[None]:
    """Hold the folder; the kernel lets go of it when this process ends, however it ends.

    Raises:
        GradebookBusy: another run holds it.
    """
    try:
        import fcntl
    except ImportError:
        # Windows: the gradebook's own locks keep it whole.
        yield
        return
    with explained(folder):
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder / LOCK_NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise GradebookBusy(
                f"Another run is grading into {folder}; expected to be the only one. Wait for it, or use another --out."
            ) from error
        yield
    finally:
        os.close(descriptor)
