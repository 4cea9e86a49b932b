"""One run at a time on a results folder: two would grade everything twice."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from grader.classroom.errors import GradebookBusy
from grader.classroom.gradebook.gradebook import FILE_NAME, Gradebook, explained
from grader.classroom.gradebook.submissions import students_of
from grader.errors import AutogradusError
from grader.files import hold

_LOCK_NAME = "running.lock"


@contextlib.contextmanager
def traceless(folder: Path) -> Iterator[None]:
    """Take back a first run that was refused: no empty gradebook and no folder of ours is left of it."""
    before = [path for path in (folder, *folder.parents) if not path.exists()]
    made_here = not (folder / FILE_NAME).exists()
    try:
        yield
    except GradebookBusy:
        # What stands there is the other run's.
        raise
    except AutogradusError:
        if made_here and not _holds_anybody(folder):
            for name in (FILE_NAME, f"{FILE_NAME}-wal", f"{FILE_NAME}-shm", _LOCK_NAME):
                with contextlib.suppress(OSError):
                    (folder / name).unlink()
            for path in before:
                with contextlib.suppress(OSError):
                    path.rmdir()
        raise


def _holds_anybody(folder: Path) -> bool:
    """Whether the folder has a gradebook with at least one student."""
    try:
        with Gradebook.open(folder) as book:
            return bool(students_of(book))
    except AutogradusError:
        return False


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
