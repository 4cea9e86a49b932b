"""The few kernel calls that Python does not wrap. Linux only; importable everywhere."""

from __future__ import annotations

import ctypes
import functools
import os
from typing import Any

PR_SET_PDEATHSIG, PR_GET_PDEATHSIG = 1, 2
PR_SET_DUMPABLE = 4
PR_SET_KEEPCAPS = 8
PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 22, 2
PR_SET_NO_NEW_PRIVS = 38
CLONE_NEWNS, CLONE_NEWIPC, CLONE_NEWUSER, CLONE_NEWNET = 0x20000, 0x8000000, 0x10000000, 0x40000000
MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REC, MS_PRIVATE = 2, 4, 8, 1 << 14, 1 << 18
_CAPABILITY_VERSION_3 = 0x20080522


class _CapabilityHeader(ctypes.Structure):
    _fields_ = [("version", ctypes.c_uint32), ("pid", ctypes.c_int)]


class _CapabilityData(ctypes.Structure):
    _fields_ = [("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32)]


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p)]


@functools.cache
def libc() -> ctypes.CDLL:
    """The C library of this process."""
    return ctypes.CDLL(None, use_errno=True)


def _check(result: int, what: str) -> None:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


def prctl(option: int, value: int) -> None:
    """prctl(2) with one argument; OSError when refused."""
    _check(libc().prctl(option, ctypes.c_ulong(value), 0, 0, 0), f"prctl({option})")


def parent_death_signal() -> int:
    """The signal that this process gets when its parent ends, 0 for none."""
    value = ctypes.c_int(0)
    _check(libc().prctl(PR_GET_PDEATHSIG, ctypes.byref(value), 0, 0, 0), "prctl(PR_GET_PDEATHSIG)")
    return value.value


def unshare(flags: int) -> None:
    """unshare(2); OSError when refused."""
    _check(libc().unshare(flags), "unshare")


def mount(source: str, target: str, kind: str | None, flags: int, options: str | None = None) -> None:
    """mount(2); OSError when refused."""
    encoded: list[Any] = [None if text is None else os.fsencode(text) for text in (source, target, kind, options)]
    _check(libc().mount(*encoded[:3], ctypes.c_ulong(flags), encoded[3]), f"mount {kind or target}")


def set_capabilities(mask: int) -> None:
    """Keep exactly the capabilities in `mask` (bit numbers below 32), effective and permitted; none inheritable."""
    header = _CapabilityHeader(_CAPABILITY_VERSION_3, 0)
    data = (_CapabilityData * 2)(_CapabilityData(mask, mask, 0), _CapabilityData(0, 0, 0))
    _check(libc().capset(ctypes.byref(header), ctypes.byref(data)), "capset")


def filter_calls(program: bytes) -> None:
    """Load a compiled filter (an array of struct sock_filter, 8 bytes each) for this thread and those it starts."""
    buffer = ctypes.create_string_buffer(program, len(program))
    header = _Program(len(program) // 8, ctypes.addressof(buffer))
    _check(libc().prctl(PR_SET_SECCOMP, ctypes.c_ulong(SECCOMP_MODE_FILTER), ctypes.byref(header), 0, 0), "seccomp")
