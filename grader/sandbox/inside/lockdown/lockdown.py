"""Locks a worker down: called once, in a freshly forked process with one thread, before the learner's file is seen.

Order matters. What needs privileges comes first (namespaces, the scratch file system), then Landlock, then the user is
changed (only under Landlock may it keep a capability), then the limits (which count by user), and last the filter of
system calls, which refuses most of what the earlier steps do.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import sys
from typing import TYPE_CHECKING, Any

from grader.sandbox.contract.limits import Limits
from grader.sandbox.inside.lockdown import (  # noqa: F401  # loaded now, for later: a locked worker can no longer read our files
    kernel,
    landlock_rules,
    namespaces,
    resource_limits,
    seccomp_filter,
    surroundings,
    walls,
    worker_user,
)
from grader.sandbox.inside.lockdown.level import Lockdown
from grader.sandbox.inside.lockdown.worker_user import WorkerUser

if TYPE_CHECKING:
    from grader.sandbox.contract.worker_spec import WorkerSpec

# What a locked worker still imports of ours, though it can no longer read our files.
_AFTERWARDS = ("device", "memory", "dispatch")
_LAYERS = frozenset({"landlock", "seccomp", "rlimits", "uid", "namespaces"})


def preload() -> None:
    """Do in the template, once, what every worker needs: import the libraries, list the folders, build the filter."""
    for name in _AFTERWARDS if "torch" in sys.modules else ():
        with contextlib.suppress(ImportError):
            importlib.import_module(f"grader.sandbox.inside.simgpu.{name}")
    if sys.platform != "linux":
        return
    kernel.libc()
    landlock_rules.warm()
    seccomp_filter.warm()


def confine_worker(spec: WorkerSpec, keep_fd: int) -> dict[str, Any]:
    """Lock this process down as `spec` says, keeping one descriptor besides 0 to 2; plain facts of what was reached."""
    reached = lock_down(
        spec.scratch,
        spec.limits,
        WorkerUser(spec.user_number),
        off=frozenset(spec.off),
        devices=spec.accelerator == "cuda",
        keep=(keep_fd,),
        hidden=spec.hidden,
    )
    return reached.to_plain()


def lock_down(
    scratch: str,
    limits: Limits,
    user: WorkerUser | None,
    readable: tuple[str, ...] = (),
    off: frozenset[str] = frozenset(),
    devices: bool = False,
    keep: tuple[int, ...] = (),
    hidden: tuple[str, ...] = (),
) -> Lockdown:
    """Confine this process for good.

    Args:
        scratch: an existing private folder, absolute; it becomes `TMPDIR`, `HOME` and the current folder. Leave it
            empty: then it gets a file system of its own, of `limits.scratch_mib`.
        limits: what the process may use from now on.
        user: the user to become when this is root; None keeps the present user.
        readable: files and folders to read besides the interpreter and its packages; each must exist.
        off: layers to leave out (names of `_LAYERS`), for tests that show what each one holds.
        devices: whether a real accelerator may be used; the driver's files are opened up, some limits are dropped.
        keep: descriptors that stay open besides 0, 1 and 2.
        hidden: folders that are not to be read even where they lie among the packages.

    Returns:
        What was reached: detected, layer by layer, never assumed.

    Raises:
        ValueError: `off` names no layer, or `scratch` is not an absolute path of a folder.
        RuntimeError: the process has more than one thread; the others would stay free.
    """
    _validate(scratch, off)
    surroundings.clear(scratch, keep, devices)
    if sys.platform == "linux":
        return _lock_down_linux(scratch, limits, user, readable, off, devices, hidden)
    os.chdir(scratch)
    return _lock_down_elsewhere(limits, off, devices)


def _lock_down_linux(
    scratch: str,
    limits: Limits,
    user: WorkerUser | None,
    readable: tuple[str, ...],
    off: frozenset[str],
    devices: bool,
    hidden: tuple[str, ...],
) -> Lockdown:
    """Every layer, in order; each piece says what became of it."""
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    parent, death_signal = os.getppid(), kernel.parent_death_signal()
    landlocked = "landlock" not in off and landlock_rules.absence() is None
    who = worker_user.plan(None if "uid" in off else user, _witnesses(readable), landlocked)
    owner = os.geteuid() if who.uid is None else who.uid
    if who.uid is not None:
        os.chown(scratch, owner, owner)
    apart = namespaces.Separation(_left_out("namespaces"))
    if "namespaces" not in off:
        apart = namespaces.separate(scratch, limits, owner)
    os.chdir(scratch)
    reached = apart.lockdown
    if "landlock" in off:
        reached += _left_out("landlock")
    else:
        reached += landlock_rules.restrict(scratch, readable, devices, hidden)
    if "landlock" not in reached.on:
        who = _without_landlock(who, scratch)
    reached += _left_out("uid") if "uid" in off else worker_user.become(who)
    _die_with(parent, death_signal)
    kernel.prctl(kernel.PR_SET_DUMPABLE, 0)
    if "rlimits" in off:
        reached += _left_out("rlimits")
    else:
        reached += resource_limits.restrict(limits, who.uid is not None or apart.own_user, apart.own_user, devices)
    return reached + (_left_out("seccomp") if "seccomp" in off else seccomp_filter.load(devices))


def _without_landlock(who: worker_user.Plan, scratch: str) -> worker_user.Plan:
    """The plan when Landlock, counted on, failed after all: the capability that it was to guard is not kept."""
    if not who.keeps_reading:
        return who
    os.chown(scratch, os.geteuid(), os.getegid())
    return worker_user.Plan(reason="Landlock, which was to guard what another user may read, could not be put on.")


def _die_with(parent: int, death_signal: int) -> None:
    """A change of user made the kernel forget that this process is to die with its parent: say it again."""
    kernel.prctl(kernel.PR_SET_PDEATHSIG, death_signal)
    if death_signal and os.getppid() != parent:
        os._exit(1)


def _lock_down_elsewhere(limits: Limits, off: frozenset[str], devices: bool) -> Lockdown:
    """A system without Landlock and seccomp: what POSIX limits there are, and the truth about the rest."""
    reason = "this system is not Linux, so a worker is a process of its own and nothing more."
    reached = Lockdown.without("landlock", reason) + Lockdown.without("seccomp", reason)
    if "rlimits" in off or sys.platform == "win32":
        return reached + _left_out("rlimits")
    return reached + resource_limits.restrict(limits, counted_apart=False, own_user_namespace=False, devices=devices)


def _left_out(layer: str) -> Lockdown:
    """The piece of a layer that the caller did not want."""
    return Lockdown.without(layer, "it was turned off on request.")


def _witnesses(readable: tuple[str, ...]) -> tuple[str, ...]:
    """Files that a worker must be able to read if it is to work at all."""
    torch = sys.modules.get("torch")
    files = (os.__file__, getattr(torch, "__file__", None), *readable)
    return tuple(file for file in files if file)


def _validate(scratch: str, off: frozenset[str]) -> None:
    """Refuse what could only be a mistake of ours."""
    if unknown := off - _LAYERS:
        raise ValueError(f"off must name layers among {sorted(_LAYERS)}; got {sorted(unknown)}.")
    if not (os.path.isabs(scratch) and os.path.isdir(scratch)):
        raise ValueError(f"scratch must be the absolute path of a folder; got {scratch!r}.")
    if sys.platform == "linux" and (count := len(os.listdir("/proc/self/task"))) != 1:
        raise RuntimeError(f"lock_down needs a process with one thread, or the others stay free; got {count} threads.")
