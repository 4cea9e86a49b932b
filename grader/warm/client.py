"""The command's side: hand a command line over, pass signals on, take the exit code. Imports no torch.

Everything that can go wrong ends in None: the command then goes the cold way, and nothing was lost.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

from grader.processes import python_command
from grader.warm import messages, place

_CONNECT_S = 2.0
_START_S = 8.0
_STANDARD = (0, 1, 2)
_PASSED_ON = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGWINCH)


@dataclass
class Front:
    """A front at work: the connection to it and its process."""

    stream: socket.socket
    pid: int

    def exit_code(self) -> int | None:
        """Wait for the front's end; None when it was killed before it could say how it ended."""
        self.stream.settimeout(None)
        try:
            message, _ = messages.receive(self.stream)
        except messages.Broken:
            return None
        code = message.get("exit")
        return code if type(code) is int else None

    def signal(self, number: int) -> None:
        """Send the front a signal."""
        with contextlib.suppress(OSError):
            os.kill(self.pid, number)


def begin(
    path: Path,
    arguments: Sequence[str],
    descriptors: Sequence[int] = _STANDARD,
    environment: Mapping[str, str] = os.environ,
    *,
    guest: bool = False,
) -> Front | None:
    """Hand a command line to the resident at `path`, with stdin, stdout and stderr; None when it does not take it.

    A `guest` whose environment is another is refused like any command, but the resident stays for those it was made for.
    """
    stream = _connect(path)
    if stream is None:
        return None
    request = {
        "do": "run",
        "arguments": list(arguments),
        "environment": dict(environment),
        "umask": _umask(),
        "fingerprint": place.fingerprint(environment),
        "guest": guest,
    }
    try:
        folder = os.open(".", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            messages.send(stream, request, [*descriptors, folder])
        finally:
            os.close(folder)
        answer, _ = messages.receive(stream)
    except (messages.Broken, OSError):
        stream.close()
        return None
    pid = answer.get("started")
    if type(pid) is not int:
        stream.close()
        return None
    return Front(stream, pid)


def hand_over(path: Path, arguments: Sequence[str]) -> int | None:
    """Carry out a command line by the resident; its exit code, or None when the command must go the cold way."""
    front = begin(path, arguments)
    if front is None:
        return None
    with _signals_passed_on(front) as received, contextlib.closing(front.stream):
        code = front.exit_code()
    ended_by = [number for number in received if number != signal.SIGWINCH]
    if code is None and ended_by:
        # The front died of what was sent here: so does this process.
        signal.signal(ended_by[-1], signal.SIG_DFL)
        os.kill(os.getpid(), ended_by[-1])
    return code


def ask(path: Path, what: str) -> dict[str, Any] | None:
    """What the resident answers to "status"; None when there is none, or it does not answer."""
    stream = _connect(path)
    if stream is None:
        return None
    with contextlib.closing(stream):
        try:
            messages.send(stream, {"do": what})
            return messages.receive(stream)[0]
        except messages.Broken:
            return None


def start(path: Path, entry: str, environment: Mapping[str, str] = os.environ) -> None:
    """Start a resident by the statements of `entry`, one that outlives this process; one that is there already lets the new one end."""
    command = python_command(entry, str(path), isolated=False)
    nowhere = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_RDWR, 0) for number in _STANDARD]
    with contextlib.suppress(OSError):
        # Not subprocess: that one wants to see the end of what it started.
        os.posix_spawn(command[0], command, environment, file_actions=nowhere, setsid=True)


def _connect(path: Path) -> socket.socket | None:
    """A connection to a resident of this user, or None."""
    if sys.platform != "linux":
        return None
    stream = socket.socket(socket.AF_UNIX)
    try:
        stream.settimeout(_CONNECT_S)
        stream.connect(str(path))
        if messages.peer_uid(stream) == os.geteuid():
            # Nothing is handed to a process that is stuck: it would hold the descriptors open.
            stream.settimeout(_START_S)
            messages.receive(stream)
            return stream
    except (OSError, messages.Broken):
        pass
    stream.close()
    return None


@contextlib.contextmanager
def _signals_passed_on(front: Front) -> Iterator[list[signal.Signals]]:
    """Pass signals on to the front while the context lasts; yields those received. The second Ctrl-C kills it."""
    received: list[signal.Signals] = []

    def pass_on(number: int, _: FrameType | None) -> None:
        again = number == signal.SIGINT and signal.SIGINT in received
        received.append(signal.Signals(number))
        front.signal(signal.SIGKILL if again else number)

    def pause(number: int, _: FrameType | None) -> None:
        front.signal(signal.SIGSTOP)
        os.kill(os.getpid(), signal.SIGSTOP)
        front.signal(signal.SIGCONT)

    before = {number: signal.signal(number, pass_on) for number in _PASSED_ON}
    before[signal.SIGTSTP] = signal.signal(signal.SIGTSTP, pause)
    try:
        yield received
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
