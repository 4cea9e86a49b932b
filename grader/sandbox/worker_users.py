"""Which user a worker gets: no two living workers on this machine share one, whoever runs them."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator

from grader.errors import GraderFault
from grader.files import hold
from grader.sandbox.cleanup import is_in_use
from grader.sandbox.inside.lockdown.worker_user import WORKER_USERS, WorkerUser

_FOLDER = "autogradus-users"


@contextlib.contextmanager
def claim_worker_user() -> Iterator[WorkerUser | None]:
    """A user that is nobody else's while the context lasts; None where users cannot be changed (not root, not Linux).

    Raises:
        GraderFault: all users are taken.
    """
    if sys.platform != "linux" or os.geteuid() != 0:
        yield None
        return
    folder = _folder()
    for number in range(WORKER_USERS):
        descriptor = hold(os.path.join(folder, str(number)))
        if descriptor is None:
            continue
        try:
            user = WorkerUser(number)
            # A user with processes is somebody else's, whatever our lock says.
            if not is_in_use(user.uid):
                yield user
                return
        finally:
            os.close(descriptor)
    raise GraderFault(
        f"All {WORKER_USERS} worker users are taken; expected a free one. Use fewer jobs, or end other graders."
    )


def _folder() -> str:
    """The folder of lock files, which nobody but root may enter."""
    path = os.path.join(tempfile.gettempdir(), _FOLDER)
    with contextlib.suppress(FileExistsError):
        os.mkdir(path, 0o700)
    facts = os.stat(path, follow_symlinks=False)
    if facts.st_uid != 0 or facts.st_mode & 0o077 or os.path.islink(path):
        raise GraderFault(f"{path} must be a folder that only root may enter; it is not. Remove it and try again.")
    return path
