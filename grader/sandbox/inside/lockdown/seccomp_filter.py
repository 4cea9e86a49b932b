"""Puts the table of `syscalls` into the kernel: libseccomp (through pyseccomp) compiles it, once, in the template.

A worker only loads the compiled program, with its own process number filled in: a tenth of the cost of compiling.
"""

from __future__ import annotations

import contextlib
import errno
import functools
import importlib
import os
import struct
import tempfile
from collections.abc import Sequence
from typing import Any

from grader.sandbox.inside.lockdown import kernel
from grader.sandbox.inside.lockdown.level import Lockdown
from grader.sandbox.inside.lockdown.syscalls import (
    CLAUSES,
    LAST_KNOWN,
    NEW_NUMBERS,
    NUMBERS_END,
    ONLY,
    TABLE,
    UNIFIED_MACHINES,
    WITHOUT_DEVICES,
    Clause,
)

UNKNOWN_NAME = -1
_BINARY_TREE = 2
# Stands for the worker's process number in a compiled program; above every process number, and no other constant.
PLACEHOLDER = 0x7A3C5B19


@functools.cache
def library() -> Any:
    """The module pyseccomp, or the sentence that says why there is none."""
    try:
        return importlib.import_module("pyseccomp")
    except ImportError:
        return "the Python package pyseccomp is not installed (it exists for Linux only)."
    except (RuntimeError, OSError, AttributeError):
        return "the system library libseccomp.so.2 is not installed; install your system's package libseccomp2."


def warm() -> None:
    """Compile in the template what its workers will load."""
    if not isinstance(library(), str):
        with contextlib.suppress(OSError):
            program(False)


@functools.cache
def program(devices: bool) -> bytes:
    """The compiled filter, with `PLACEHOLDER` for the process number; OSError when libseccomp refuses a rule."""
    seccomp = library()
    rules = seccomp.SyscallFilter(seccomp.ALLOW)
    # Calls of another architecture (32-bit, x32) would be judged by the wrong numbers.
    rules.set_attr(seccomp.Attr.ACT_BADARCH, seccomp.KILL_PROCESS)
    with contextlib.suppress(OSError):
        # Faster; libseccomp before 2.5 has no such choice.
        rules.set_attr(seccomp.Attr.CTL_OPTIMIZE, _BINARY_TREE)
    _add_table(rules)
    _add_clauses(rules, CLAUSES if devices else CLAUSES + WITHOUT_DEVICES)
    _add_only(rules)
    with tempfile.TemporaryFile() as file:
        rules.export_bpf(file)
        file.seek(0)
        return file.read()


def number_of(name: str) -> int:
    """The number of a call on this machine; negative where the machine has no such call."""
    seccomp = library()
    number = int(seccomp.resolve_syscall(seccomp.Arch.NATIVE, name))
    if number == UNKNOWN_NAME and os.uname().machine in UNIFIED_MACHINES:
        return NEW_NUMBERS.get(name, UNKNOWN_NAME)
    return number


def _add_table(rules: Any) -> None:
    """Refuse calls altogether, and those that are newer than the table."""
    seccomp = library()
    for denied in TABLE:
        for number in map(number_of, denied.names.split()):
            if number >= 0:
                rules.add_rule(seccomp.ERRNO(denied.answer), number)
    if os.uname().machine in UNIFIED_MACHINES:
        for number in range(LAST_KNOWN + 1, NUMBERS_END):
            rules.add_rule(seccomp.ERRNO(errno.ENOSYS), number)


def _add_clauses(rules: Any, clauses: Sequence[Clause]) -> None:
    """Refuse calls by an argument."""
    seccomp = library()
    for clause in clauses:
        number = number_of(clause.name)
        for value in clause.values if number >= 0 else ():
            compare = seccomp.Arg(clause.argument, seccomp.MASKED_EQ, clause.mask, value)
            rules.add_rule(seccomp.ERRNO(errno.EPERM), number, compare)


def _add_only(rules: Any) -> None:
    """Refuse calls that name another process."""
    seccomp = library()
    for name, only in ONLY.items():
        compare = seccomp.Arg(0, seccomp.NE, PLACEHOLDER if only is None else only)
        rules.add_rule(seccomp.ERRNO(errno.EPERM), number_of(name), compare)


def load(devices: bool) -> Lockdown:
    """Refuse the calls of the table from now on, in this thread and those it starts; there is no way back."""
    seccomp = library()
    if isinstance(seccomp, str):
        return Lockdown.without("seccomp", seccomp)
    try:
        compiled = program(devices)
        kernel.filter_calls(compiled.replace(struct.pack("=I", PLACEHOLDER), struct.pack("=I", os.getpid())))
    except OSError as error:
        reason = f"the kernel refused the filter ({error.strerror}); it must be built with CONFIG_SECCOMP_FILTER."
        return Lockdown.without("seccomp", reason)
    return Lockdown(on=("seccomp",))
