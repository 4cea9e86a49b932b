"""What this machine's kernel lets a lockdown reach: tried in a throw-away process, for `grade doctor`."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from typing import Any

from grader.sandbox.cleanup import remove_tree
from grader.sandbox.contract.limits import Limits
from grader.sandbox.inside.lockdown import lockdown
from grader.sandbox.inside.lockdown.level import Lockdown
from grader.sandbox.inside.lockdown.worker_user import WORKER_USERS, WorkerUser

# The last worker user: the one that a pool is least likely to be using.
_SURVEY_USER = WORKER_USERS - 1


def survey() -> Lockdown:
    """Lock a process down with every layer on and report what held: detected, not assumed. Needs no torch."""
    if not hasattr(os, "fork"):
        return Lockdown.without("landlock", "this system has no fork and no Landlock.") + Lockdown.without(
            "seccomp", "this system has no seccomp."
        )
    lockdown.preload()
    scratch = os.path.realpath(tempfile.mkdtemp(prefix="autogradus-survey-"))
    read_end, write_end = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.close(read_end)
            os.write(write_end, json.dumps(_try_everything(scratch, write_end)).encode())
        finally:
            os._exit(0)
    os.close(write_end)
    with os.fdopen(read_end, "rb") as file:
        answer = file.read()
    os.waitpid(pid, 0)
    remove_tree(scratch)
    return _read(answer)


def _try_everything(scratch: str, keep: int) -> dict[str, Any]:
    """In the throw-away process: the facts, or the error that stopped it."""
    try:
        return lockdown.lock_down(scratch, Limits(), WorkerUser(_SURVEY_USER), keep=(keep,)).to_plain()
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}


def _read(answer: bytes) -> Lockdown:
    """The facts as a lockdown; a process that died or failed reached nothing."""
    plain = json.loads(answer or b'{"error": "the process that tried it died"}')
    if "error" not in plain:
        return Lockdown.from_plain(plain)
    reason = f"the lockdown failed on {sys.platform} ({plain['error']}); please report this."
    return Lockdown.without("landlock", reason) + Lockdown.without("seccomp", reason)
