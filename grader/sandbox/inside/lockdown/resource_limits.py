"""The kernel's own limits on a worker: the backstop behind those that the checker keeps."""

from __future__ import annotations

import contextlib
import os
import sys

from grader.sandbox.contract.limits import ADDRESS_SLACK_MIB, Limits
from grader.sandbox.inside.lockdown.level import Lockdown

with contextlib.suppress(ImportError):
    import resource  # absent on Windows

_MIB = 1 << 20
_STACK_MIB = 64
_THREADS = 64
# From this kernel on processes are counted by user namespace.
_OWN_COUNT_KERNEL = (5, 14)


def restrict(limits: Limits, counted_apart: bool, own_user_namespace: bool, devices: bool) -> Lockdown:
    """Set every limit for good.

    Args:
        limits: the course's limits.
        counted_apart: whether this worker's user has no other process, so that its threads can be limited.
        own_user_namespace: whether that is so because of a user namespace.
        devices: with a real accelerator addresses and locked memory stay unlimited, as its driver reserves terabytes.
    """
    try:
        for kind, value in _wanted(limits, devices).items():
            _cap(kind, value)
        if counted_apart and (not own_user_namespace or kernel_release() >= _OWN_COUNT_KERNEL):
            _cap("RLIMIT_NPROC", _THREADS)
            return Lockdown(on=("rlimits", "thread limit"))
    except (OSError, ValueError) as error:
        return Lockdown.without("rlimits", f"the kernel refused a limit ({error}).")
    reason = "threads are counted for all processes of your user together, so they are limited by memory only."
    return Lockdown(on=("rlimits",)) + Lockdown.without("thread limit", reason)


def _wanted(limits: Limits, devices: bool) -> dict[str, int]:
    """Name of each limit and its value; memory counts from what the worker holds already."""
    wanted = {
        "RLIMIT_CPU": limits.lifetime_cpu_s,
        "RLIMIT_FSIZE": limits.file_mib * _MIB,
        "RLIMIT_NOFILE": limits.open_files,
        "RLIMIT_STACK": _STACK_MIB * _MIB,
        "RLIMIT_CORE": 0,
        "RLIMIT_MSGQUEUE": 0,
        "RLIMIT_RTPRIO": 0,
        "RLIMIT_NICE": 0,
    }
    if sys.platform != "linux":
        return wanted
    held = _held_mib()
    wanted["RLIMIT_DATA"] = (held["VmData"] + limits.memory_mib) * _MIB
    if not devices:
        wanted["RLIMIT_AS"] = (held["VmSize"] + limits.memory_mib + ADDRESS_SLACK_MIB) * _MIB
        wanted["RLIMIT_MEMLOCK"] = 0
    return wanted


def _held_mib() -> dict[str, int]:
    """Size of the worker's address space (VmSize) and of its private writable part (VmData), in MiB."""
    with open("/proc/self/status", "rb") as file:
        rows = [line.split() for line in file if line.startswith((b"VmSize:", b"VmData:"))]
    return {name.decode().rstrip(":"): int(kib) // 1024 + 1 for name, kib, _ in rows}


def _cap(kind: str, value: int) -> None:
    """Lower a limit, soft and hard; one that is lower already stays, one this system lacks is left out."""
    number = getattr(resource, kind, None)
    if number is None:
        return
    soft, hard = resource.getrlimit(number)
    new_hard = value if hard == resource.RLIM_INFINITY else min(hard, value)
    new_soft = new_hard if soft == resource.RLIM_INFINITY else min(soft, new_hard)
    resource.setrlimit(number, (new_soft if kind == "RLIMIT_STACK" else new_hard, new_hard))


def kernel_release() -> tuple[int, int]:
    """Major and minor number of the running kernel."""
    major, _, rest = os.uname().release.partition(".")
    minor = rest.partition(".")[0].partition("-")[0]
    return (int(major), int(minor)) if major.isdigit() and minor.isdigit() else (0, 0)
