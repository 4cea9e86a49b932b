"""The resident: imports what every check needs and nothing hidden, then forks a front for each request.

It computes nothing (a process that has run a parallel operation hangs its forks), never raises its own secrets, and ends
by itself: when idle, on SIGTERM, when its socket is gone, when the installed code or its environment has become another.
"""

from __future__ import annotations

import contextlib
import os
import select
import selectors
import signal
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.files import hold
from grader.warm import messages, place
from grader.warm.front import Command, become_front
from grader.warm.standby import Prepare, Standby, stand_by

_IDLE_S = 20 * 60.0
_LOOK_S = 60.0
_PATIENCE_S = 2.0
_REQUEST_S = 5.0


@dataclass
class _Running:
    """A front at work, the connection of its client, and when it was told to end."""

    pid: int
    stream: socket.socket
    told_s: float | None = None


class Resident:
    """The listening process; `serve` returns when it is to end."""

    def __init__(self, path: Path, command: Command, prepare: Prepare | None = None, idle_s: float = _IDLE_S) -> None:
        self.path, self.command, self.prepare, self.idle_s = path, command, prepare, idle_s
        self.before: Sequence[str] = ()
        self.standby: Standby | None = None
        # As it was before torch was imported, which sets variables of its own.
        self.environment = dict(os.environ)
        self.fingerprint = place.fingerprint(self.environment)
        self.start_s = self.last_s = time.monotonic()
        self.served, self.ending, self.told = 0, False, False
        self.running: dict[int, _Running] = {}
        self.selector = selectors.DefaultSelector()
        self.listener = socket.socket(socket.AF_UNIX)
        self.woken, self.waker = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)

    def serve(self) -> None:
        """Answer until it is time to end; fronts at work are waited for."""
        path = str(self.path)
        self.heed_signals()
        with contextlib.suppress(FileNotFoundError):
            os.unlink(path)
        self.listener.bind(path)
        os.chmod(path, 0o600)
        self.listener.listen(16)
        self.listener.setblocking(False)
        self.inode = os.stat(path).st_ino
        self.selector.register(self.listener, selectors.EVENT_READ)
        self.selector.register(self.woken, selectors.EVENT_READ)
        self.stand_by()
        while self.running or not self.ending:
            self.turn()
        if self.standby is not None:
            self.standby.close()

    def heed_signals(self) -> None:
        """SIGTERM ends it once its fronts are done, the end of a child wakes it, Ctrl-C is not for it."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, lambda number, frame: setattr(self, "told", True))
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        signal.set_wakeup_fd(self.waker, warn_on_full_buffer=False)

    def stand_by(self) -> None:
        """Have a front ready for the next request, once all others are done."""
        if self.prepare is not None and self.standby is None and not self.running and not self.ending:
            self.standby = stand_by(self.before, self.prepare, self.leave)

    def leave(self) -> None:
        """In a fork: close what is the resident's alone."""
        self.selector.close()
        self.listener.close()
        for other in self.running.values():
            other.stream.close()
        if self.standby is not None:
            self.standby.control.close()

    def turn(self) -> None:
        """Wait for something to happen, and see to it."""
        waiting = any(running.told_s for running in self.running.values())
        for key, _ in self.selector.select(_PATIENCE_S if waiting else _LOOK_S):
            if key.fileobj is self.listener:
                self.accept()
            elif key.fileobj == self.woken:
                with contextlib.suppress(BlockingIOError):
                    os.read(self.woken, 4096)
            else:
                self.client_gone(key.data)
        self.reap()
        self.look()
        self.stand_by()

    def accept(self) -> None:
        """Take one connection and what it asks for."""
        try:
            stream, _ = self.listener.accept()
        except OSError:
            return
        stream.settimeout(_REQUEST_S)
        try:
            if messages.peer_uid(stream) != os.geteuid():
                raise messages.Broken("another user")
            messages.send(stream, {"hello": os.getpid()})
            message, descriptors = messages.receive(stream)
        except (messages.Broken, OSError):
            stream.close()
            return
        self.answer(stream, message, descriptors)
        messages.close(descriptors)

    def answer(self, stream: socket.socket, message: dict[str, Any], descriptors: Sequence[int]) -> None:
        """Carry out one message; the connection of a front stays open as long as the front."""
        with contextlib.suppress(messages.Broken):
            if message.get("do") == "run":
                if message.get("fingerprint") != self.fingerprint:
                    if not message.get("guest"):
                        self.end()
                    messages.send(stream, {"refused": "the installed code or the environment is another"})
                elif len(descriptors) == 4 and not _is_gone(stream):
                    return self.fork(stream, message, descriptors)
            else:
                messages.send(stream, self.facts())
        stream.close()

    def fork(self, stream: socket.socket, request: dict[str, Any], descriptors: Sequence[int]) -> None:
        """Let the front that stands by carry the request out, or else fork one."""
        standby, self.standby = self.standby, None
        if standby is not None and standby.take(stream, request, descriptors):
            pid = standby.pid
        else:
            if standby is not None:
                standby.close()
            pid = os.fork()
            if pid == 0:
                self.leave()
                stream.settimeout(None)
                become_front(stream, request, descriptors, self.command)
        self.served += 1
        self.before = request["arguments"]
        self.last_s = time.monotonic()
        self.running[pid] = running = _Running(pid, stream)
        self.selector.register(stream, selectors.EVENT_READ, running)

    def client_gone(self, running: _Running) -> None:
        """End a front whose client has gone: first so that it clears up, then for good."""
        if running.told_s is None:
            running.told_s = time.monotonic()
            self.selector.unregister(running.stream)
            _kill(running.pid, signal.SIGINT)

    def reap(self) -> None:
        """Let go of fronts that have ended, and kill those that do not."""
        if self.standby is not None and os.waitpid(self.standby.pid, os.WNOHANG)[0]:
            # Whatever it died of, the next one would die of it too.
            self.standby.control.close()
            self.standby, self.prepare = None, None
        for pid, running in list(self.running.items()):
            if os.waitpid(pid, os.WNOHANG)[0]:
                del self.running[pid]
                with contextlib.suppress(KeyError, ValueError):
                    self.selector.unregister(running.stream)
                running.stream.close()
                self.last_s = time.monotonic()
            elif running.told_s and time.monotonic() - running.told_s >= _PATIENCE_S:
                _kill(pid, signal.SIGKILL)

    def look(self) -> None:
        """End when told to, when idle for long, when the code has changed, or when nobody can find the socket any more."""
        if self.ending:
            return
        idle = not self.running and time.monotonic() - self.last_s > self.idle_s
        try:
            reachable = os.stat(self.path).st_ino == self.inode
        except OSError:
            reachable = False
        if self.told or idle or not reachable or place.fingerprint(self.environment) != self.fingerprint:
            self.end()

    def end(self) -> None:
        """Take no more requests."""
        if not self.ending:
            self.ending = True
            self.selector.unregister(self.listener)
            self.listener.close()
            with contextlib.suppress(OSError):
                if os.stat(self.path).st_ino == self.inode:
                    os.unlink(self.path)

    def facts(self) -> dict[str, Any]:
        """How it is: process, age, memory, requests so far."""
        with open("/proc/self/statm", "rb") as file:
            pages = int(file.read().split()[1])
        return {
            "pid": os.getpid(),
            "age_s": round(time.monotonic() - self.start_s, 1),
            "memory_mib": round(pages * os.sysconf("SC_PAGE_SIZE") / (1 << 20), 1),
            "served": self.served,
        }


def serve(path: Path, command: Command, prepare: Prepare, preload: Sequence[str], modules: Sequence[str]) -> None:
    """Become the resident at `path`, unless there is one.

    Args:
        path: the socket; a lock file stands beside it.
        command: what a front runs with the arguments that were handed over.
        prepare: makes a front ready before there are any.
        preload: modules of ours that fronts need; none of them may hold anything hidden.
        modules: what workers need.
    """
    from grader.sandbox.inside import template

    lock = hold(place.lock_of(path))
    if lock is None:
        return
    os.ftruncate(lock, 0)
    os.write(lock, str(os.getpid()).encode())
    resident = Resident(path, command, prepare)
    template.warm_up([*preload, *modules])
    resident.serve()


def _is_gone(stream: socket.socket) -> bool:
    """Whether the client has given up meanwhile: it says nothing more, so that what can be read is its end."""
    return bool(select.select([stream], [], [], 0)[0])


def _kill(pid: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)
