"""A front made ahead, while the learner types: it has its template and its workers already, and waits for the next request.

It is a fork of the resident like any front, so that what it loads beforehand the resident never holds.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any, NoReturn

from grader.warm import front, messages

_WITH_STREAM = 5


# Makes ready for a command like the one before; on leaving the context all of it is gone.
Prepare = Callable[[Sequence[str]], AbstractContextManager[front.Command]]


class Standby:
    """The front that stands by, as the resident sees it."""

    def __init__(self, pid: int, control: socket.socket) -> None:
        self.pid, self.control = pid, control

    def take(self, stream: socket.socket, request: dict[str, Any], descriptors: Sequence[int]) -> bool:
        """Hand a request over; False when it cannot be handed over, and the standby is of no use."""
        try:
            messages.send(self.control, request, [stream.fileno(), *descriptors])
        except messages.Broken:
            return False
        finally:
            self.control.close()
        return True

    def close(self) -> None:
        """Let it end; what it has made goes with it."""
        self.control.close()
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self.pid, 0)


def stand_by(before: Sequence[str], prepare: Prepare, closing: Callable[[], None]) -> Standby:
    """Fork a front that stands by.

    Args:
        before: the arguments of the last command.
        prepare: see `Prepare`.
        closing: closes in the fork what is the resident's alone.
    """
    ours, theirs = socket.socketpair()
    pid = os.fork()
    if pid == 0:
        try:
            ours.close()
            closing()
            _wait(theirs, before, prepare)
        finally:
            os._exit(1)
    theirs.close()
    return Standby(pid, ours)


def _wait(control: socket.socket, before: Sequence[str], prepare: Prepare) -> NoReturn:
    """Make ready, then become the front of the next request; end when the resident does."""
    front.forget_signals()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with prepare(before) as ready:
        try:
            request, descriptors = messages.receive(control)
        except messages.Broken:
            request, descriptors = {}, []
        control.close()
        if len(descriptors) == _WITH_STREAM:
            stream = socket.socket(fileno=descriptors[0])
            stream.settimeout(None)
            front.be_front(stream, request, descriptors[1:], ready)
    os._exit(0)
