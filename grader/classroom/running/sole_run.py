"""One run at a time on a results folder: two would grade everything twice."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from grader.classroom.errors import GradebookBusy
from grader.classroom.gradebook.gradebook import explained
from grader.files import hold

_LOCK_NAME = "running.lock"


@contextlib.contextmanager
def sole_run(folder: Path) -> Iterator[None]:
    """Hold the folder; the kernel lets go of it when this process ends, however it ends.

    Raises:
        GradebookBusy: another run holds it.
    """
    with explained(folder):
        folder.mkdir(parents=True, exist_ok=True)
        try:
            descriptor = hold(folder / _LOCK_NAME)
        except ImportError:
            # Windows: the gradebook's own locks keep it whole.
            yield
            return
    if descriptor is None:
        raise GradebookBusy(
            f"Another run is grading into {folder}; expected to be the only one. Wait for it, or use another --out."
        )
    try:
        yield
    finally:
        os.close(descriptor)
