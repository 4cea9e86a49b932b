"""Networks, SysV memory and mounts of a worker's own, where the kernel lets us.

As root the namespaces are simply made; an ordinary user makes a user namespace first, in which the kernel allows the
others. In the mount namespace the scratch folder becomes a small file system in memory: it cannot fill the disk, and it
is gone with the worker. There is no pid namespace: a worker cannot start processes, and sees none, without one.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

from grader.sandbox.contract.limits import Limits
from grader.sandbox.inside.lockdown import kernel
from grader.sandbox.inside.lockdown.level import Lockdown

_SCRATCH_FILES_LIMIT = 10_000
_KINDS = {
    "network namespace": kernel.CLONE_NEWNET,
    "ipc namespace": kernel.CLONE_NEWIPC,
    "mount namespace": kernel.CLONE_NEWNS,
}


@dataclass(frozen=True)
class Separation:
    """Which namespaces were made; `own_user` says that processes are counted apart from the rest of the user's."""

    lockdown: Lockdown
    own_user: bool = False


def separate(scratch: str, limits: Limits, owner: int) -> Separation:
    """Leave the namespaces of the grader.

    Args:
        scratch: the worker's folder; it gets a file system of its own if it is empty.
        limits: sizes of that file system.
        owner: user and group id that will own it.
    """
    if os.geteuid() == 0:
        made = Lockdown()
        for name, flag in _KINDS.items():
            made += _make(name, flag)
        return Separation(made + _mount_scratch(scratch, limits, owner, made))
    made, own_user = _make_as_user()
    return Separation(made + _mount_scratch(scratch, limits, owner, made), own_user)


def _make(name: str, flag: int) -> Lockdown:
    """One namespace, as root."""
    try:
        kernel.unshare(flag)
    except OSError as error:
        return Lockdown.without(name, f"the kernel refused it ({error.strerror}); a container usually does.")
    return Lockdown(on=(name,))


def _make_as_user() -> tuple[Lockdown, bool]:
    """All namespaces in one call, which the kernel carries out as a whole or not at all."""
    uid, gid = os.geteuid(), os.getegid()
    every = kernel.CLONE_NEWUSER
    for flag in _KINDS.values():
        every |= flag
    try:
        kernel.unshare(every)
    except OSError as error:
        reason = f"the kernel gives ordinary users no user namespaces here ({error.strerror})."
        return Lockdown.without("namespaces", reason), False
    made = Lockdown(on=("user namespace", *_KINDS))
    try:
        _write("/proc/self/setgroups", "deny")
        _write("/proc/self/uid_map", f"{uid} {uid} 1")
        _write("/proc/self/gid_map", f"{gid} {gid} 1")
    except OSError as error:
        made += Lockdown.without("user names", f"the kernel refused to map your user id ({error.strerror}).")
    return made, True


def _write(path: str, text: str) -> None:
    """Write in one call, as these files want it."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
    try:
        os.write(descriptor, text.encode())
    finally:
        os.close(descriptor)


def _mount_scratch(scratch: str, limits: Limits, owner: int, made: Lockdown) -> Lockdown:
    """Give the scratch folder a file system of its own."""
    layer = "scratch quota"
    if "mount namespace" not in made.on:
        return Lockdown.without(layer, "without a mount namespace the scratch folder is as large as its disk.")
    if os.listdir(scratch):
        return Lockdown.without(layer, "the scratch folder was not empty, so it stays on its disk.")
    options = f"size={limits.scratch_mib}m,nr_inodes={_SCRATCH_FILES_LIMIT},mode=700,uid={owner},gid={owner}"
    try:
        kernel.mount("none", "/", None, kernel.MS_REC | kernel.MS_PRIVATE)
        kernel.mount("tmpfs", scratch, "tmpfs", kernel.MS_NOSUID | kernel.MS_NODEV | kernel.MS_NOEXEC, options)
    except OSError as error:
        return Lockdown.without(layer, f"the kernel refused to mount one ({error.strerror}).")
    return Lockdown(on=(layer,))
