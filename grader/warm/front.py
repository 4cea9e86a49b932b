"""What a fork of the resident becomes: the command that was handed over, with its descriptors, folder and environment."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NoReturn

from grader.warm import messages

Command = Callable[[Sequence[str]], None]
_CRASHED = 70
_DEFAULTS = (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGCHLD, signal.SIGPIPE, signal.SIGWINCH)


def become_front(
    stream: socket.socket, request: Mapping[str, Any], descriptors: Sequence[int], command: Command
) -> NoReturn:
    """Carry out the request in this forked process, tell the client how it ended, and end."""
    code = _CRASHED
    try:
        code = be_front(stream, request, descriptors, command)
    finally:
        os._exit(code)


def be_front(stream: socket.socket, request: Mapping[str, Any], descriptors: Sequence[int], command: Command) -> int:
    """Carry out the request and tell the client how it ended; the exit code."""
    _take_over(request, descriptors)
    messages.send(stream, {"started": os.getpid()})
    code = _exit_code_of(command, request["arguments"])
    # A client that has its answer is gone, and nobody need be told.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(messages.Broken):
        messages.send(stream, {"exit": code})
    return code


def forget_signals() -> None:
    """What the resident does on signals is no longer done."""
    signal.set_wakeup_fd(-1)
    for number in _DEFAULTS:
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)


def _take_over(request: Mapping[str, Any], descriptors: Sequence[int]) -> None:
    """Put the client's surroundings in place of the resident's."""
    with contextlib.suppress(OSError):
        os.setsid()
    forget_signals()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.clear()
    os.environ.update(request["environment"])
    time.tzset()
    os.umask(request["umask"])
    os.fchdir(descriptors[3])
    for standard, descriptor in enumerate(descriptors[:3]):
        os.dup2(descriptor, standard)
    messages.close(descriptors)
    encoding, errors = sys.stdout.encoding, sys.stdout.errors
    sys.stdin = open(0, encoding=sys.stdin.encoding, closefd=False)  # noqa: SIM115  # as long as the process
    line_by_line = 1 if os.isatty(1) else -1
    sys.stdout = open(1, "w", line_by_line, encoding=encoding, errors=errors, closefd=False)  # noqa: SIM115  # likewise
    sys.stderr = open(2, "w", 1, encoding=encoding, errors="backslashreplace", closefd=False)  # noqa: SIM115  # likewise
    sys.__stdin__, sys.__stdout__, sys.__stderr__ = sys.stdin, sys.stdout, sys.stderr  # type: ignore[misc]


def _exit_code_of(command: Command, arguments: Sequence[str]) -> int:
    """The code that a process of its own would have ended with."""
    sys.argv = ["grade", *arguments]
    code: int
    try:
        command(arguments)
        code = 0
    except SystemExit as end:
        code = int(end.code) if isinstance(end.code, int) else 0 if end.code is None else 1
    except KeyboardInterrupt:
        code = 128 + int(signal.SIGINT)
    except BaseException as error:
        sys.stderr.write(f"grade: a fault of the grader: {type(error).__name__}: {error}\n")
        code = 3
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    return code
