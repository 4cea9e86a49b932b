"""Who a worker is: a user of its own when the grader runs as root, and no capabilities.

A changed user cannot read an interpreter below a closed folder (/root has mode 0700). There, and only while Landlock
already limits what may be read, the worker keeps CAP_DAC_READ_SEARCH: ordinary permissions no longer stop it from
reading, Landlock does. What else that capability could do is refused elsewhere: opening files by handle and linking by
descriptor (seccomp, Landlock); it reaches no other process (that takes CAP_SYS_PTRACE).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass

from grader.sandbox.inside.lockdown import kernel
from grader.sandbox.inside.lockdown.level import Lockdown

# Between the ids that people and packages get and those that systemd hands out (61184 to 65519).
_FIRST_UID = 61000
WORKER_USERS = 184
_CAP_DAC_READ_SEARCH = 1 << 2


@dataclass(frozen=True)
class WorkerUser:
    """The user that the worker with this number becomes.

    Attributes:
        number: 0 to 183. Workers that live at the same time have different numbers.

    Raises:
        ValueError: no such user.
    """

    number: int

    def __post_init__(self) -> None:
        """Refuse a user that does not exist."""
        if not 0 <= self.number < WORKER_USERS:
            raise ValueError(
                f"WorkerUser.number must be in 0 to {WORKER_USERS - 1}; got {self.number}. Use fewer jobs."
            )

    @property
    def uid(self) -> int:
        """User id and group id."""
        return _FIRST_UID + self.number


@dataclass(frozen=True)
class Plan:
    """What will become of the user: `uid` None means that it stays, and `reason` says why."""

    uid: int | None = None
    keeps_reading: bool = False
    reason: str = ""


def plan(user: WorkerUser | None, witnesses: Iterable[str], landlocked: bool) -> Plan:
    """Try the user's user on (effective id only, then back) and see whether it could read what a worker needs.

    Args:
        user: the user wanted; None keeps the present one.
        witnesses: files and folders that the worker must be able to read.
        landlocked: whether Landlock will be on.
    """
    if os.geteuid() != 0:
        return Plan(reason="the grader does not run as root, so its workers are the same user as you.")
    if user is None:
        return Plan(reason="no user of its own was asked for.")
    try:
        readable = _readable_as(user.uid, witnesses)
    except OSError as error:
        return Plan(reason=f"this container has no user id {user.uid} to give ({error.strerror}).")
    if readable:
        return Plan(user.uid)
    if landlocked:
        return Plan(user.uid, keeps_reading=True)
    return Plan(reason=f"other users cannot read {sys.base_prefix} or its packages, and Landlock is off.")


def _readable_as(uid: int, witnesses: Iterable[str]) -> bool:
    """Whether a user with no groups can open every witness; OSError when there can be no such user."""
    groups, gid = os.getgroups(), os.getegid()
    try:
        os.setgroups([])
        os.setegid(uid)
        os.seteuid(uid)
        return all(_opens(path) for path in witnesses)
    finally:
        os.seteuid(0)
        os.setegid(gid)
        os.setgroups(groups)


def _opens(path: str) -> bool:
    """Whether this process may read `path`."""
    try:
        os.close(os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK))
    except OSError:
        return False
    return True


def become(wanted: Plan) -> Lockdown:
    """Carry out the plan and give up every capability, or all but the one that reading needs; there is no way back."""
    if wanted.uid is not None:
        kernel.prctl(kernel.PR_SET_KEEPCAPS, 1)
        os.setgroups([])
        os.setresgid(wanted.uid, wanted.uid, wanted.uid)
        os.setresuid(wanted.uid, wanted.uid, wanted.uid)
        kernel.prctl(kernel.PR_SET_KEEPCAPS, 0)
    kernel.set_capabilities(_CAP_DAC_READ_SEARCH if wanted.keeps_reading else 0)
    return Lockdown(on=("uid",)) if wanted.uid is not None else Lockdown.without("uid", wanted.reason)
