"""What a worker finds around it: no inherited descriptors, an environment from an allow-list, an empty stdin.

The environment and the command line that the grader was started with lie in the memory of every process forked from
it: tokens, a seed. Here they are overwritten, not only forgotten.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
import tempfile
from collections.abc import Collection

STDIN, STDOUT, STDERR = 0, 1, 2
_BYTES_HEADER = bytes.__basicsize__ - 1
_MAX_DESCRIPTOR = (1 << 31) - 1


def _environment(scratch: str, devices: bool) -> dict[str, str]:
    """The whole environment of a worker."""
    return {
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "USER": "learner",
        "LOGNAME": "learner",
        "HOME": scratch,
        "TMPDIR": scratch,
        "XDG_CACHE_HOME": scratch,
        "TORCH_HOME": scratch,
        "OMP_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MPLBACKEND": "Agg",
        **({} if devices else {"CUDA_VISIBLE_DEVICES": ""}),
    }


def clear(scratch: str, keep: Collection[int], devices: bool) -> None:
    """Leave nothing of the grader's surroundings: descriptors but 0 to 2 and `keep`, environment, arguments, stdin."""
    os.umask(0o077)
    _close_all_but({STDIN, STDOUT, STDERR, *keep})
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, STDIN)
    os.close(null)
    _forget_start()
    os.environ.update(_environment(scratch, devices))
    tempfile.tempdir = scratch


def _close_all_but(keep: Collection[int]) -> None:
    """Close every other descriptor."""
    low = 0
    for descriptor in sorted(keep):
        # closerange(0, 0) closes everything: its upper end, -1, reaches the kernel as the largest number.
        if low < descriptor:
            os.closerange(low, descriptor)
        low = descriptor + 1
    os.closerange(low, _MAX_DESCRIPTOR)


def _forget_start() -> None:
    """Empty environment and arguments, and overwrite the memory that held them."""
    values: list[bytes] = []
    data = getattr(os.environ, "_data", {})
    values.extend(value for value in data.values() if isinstance(value, bytes))
    os.environ.clear()
    if sys.implementation.name == "cpython" and sys.platform == "linux":
        for value in values:
            # One-byte objects are shared by the whole interpreter.
            if len(value) > 1:
                ctypes.memset(id(value) + _BYTES_HEADER, 0, len(value))
        _overwrite_start_area()
    sys.argv[:] = [""]
    sys.orig_argv[:] = []


def _overwrite_start_area() -> None:
    """Zero the memory behind /proc/self/cmdline and /proc/self/environ."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        with open("/proc/self/stat", "rb") as file:
            fields = file.read().rpartition(b")")[2].split()
        # proc(5): arg_start, arg_end, env_start, env_end are fields 48 to 51; field 3 comes first after the name.
        arg_start, arg_end, env_start, env_end = (int(fields[number - 3]) for number in (48, 49, 50, 51))
        for start, end in ((arg_start, arg_end), (env_start, env_end)):
            if 0 < start < end:
                ctypes.memset(start, 0, end - start)
