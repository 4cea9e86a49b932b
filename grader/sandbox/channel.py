"""The checker's end of a worker's pipe: one exchange is a request, its reply, and what was printed meanwhile.

The worker is not trusted: its bytes are read with caps, its silence ends at a deadline, and everything it prints is
drained so that a flood cannot block it or fill memory here.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import socket
import sys
import time
from dataclasses import dataclass, field
from typing import Any

from grader.errors import WireError
from grader.sandbox.contract.ending import Ending
from grader.sandbox.contract.limits import Limits
from grader.sandbox.contract.wire import PREFIX
from grader.sandbox.contract.wire_reader import Unpacker, lengths, parse

_TICK_S = 0.05
_STACK_WAIT_S = 0.2
# A call that has slept nearly all the time since it began is stuck: no need to wait for the whole wall limit.
_IDLE_S = 10.0
_IDLE_SHARE = 0.95
_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True)
class Answer:
    """How an exchange ended; `header` and `values` are there when it ended with a reply."""

    ending: Ending
    header: dict[str, Any] = field(default_factory=dict)
    values: Unpacker | None = None
    cpu_s: float = 0.0
    wall_s: float = 0.0
    size_bytes: int = 0


class Output:
    """The end of what a worker printed, and how much it was."""

    def __init__(self, descriptor: int, keep_kib: int) -> None:
        self.descriptor = descriptor
        self.keep_bytes = keep_kib << 10
        self.tail = bytearray()
        self.total_bytes = 0
        self.ended = False
        os.set_blocking(descriptor, False)

    def drain(self) -> None:
        """Take what is there."""
        with contextlib.suppress(BlockingIOError):
            for _ in range(16):
                part = os.read(self.descriptor, _CHUNK_BYTES)
                if not part:
                    self.ended = True
                    return
                self.total_bytes += len(part)
                self.tail += part
                del self.tail[: -self.keep_bytes]

    def text(self) -> str:
        """The tail as text."""
        return self.tail.decode("utf-8", "replace")


class Channel:
    """Exchanges with one worker process."""

    def __init__(self, stream: socket.socket, output: Output, pid: int) -> None:
        self.stream, self.output, self.pid = stream, output, pid
        self._usage = _Usage(pid)
        self.stream.setblocking(False)
        self.selector = selectors.DefaultSelector()
        self.selector.register(stream, selectors.EVENT_READ)
        self.selector.register(output.descriptor, selectors.EVENT_READ)

    def close(self) -> None:
        """Release the descriptors."""
        self._usage.close()
        self.selector.close()
        self.stream.close()
        os.close(self.output.descriptor)

    def exchange(self, request: bytes, limits: Limits) -> Answer:
        """Send a request and wait for its reply within the limits; the worker is not killed here."""
        start_s, clock = time.monotonic(), _Clock(self._usage)
        # Most requests fit into the pipe at once.
        inbox, outbox = bytearray(), self.write(memoryview(request))
        if outbox:
            self.selector.modify(self.stream, selectors.EVENT_READ | selectors.EVENT_WRITE)
        ending: Ending | None = None
        while ending is None:
            for key, mask in self.selector.select(_TICK_S):
                if key.fileobj is not self.stream:
                    self.drain()
                    continue
                if mask & selectors.EVENT_WRITE:
                    outbox = self.write(outbox)
                    if not outbox:
                        self.selector.modify(self.stream, selectors.EVENT_READ)
                if mask & selectors.EVENT_READ:
                    ending = self.read(inbox)
            if ending is None and clock.is_due:
                ending = clock.overrun(limits)
        if outbox:
            self.selector.modify(self.stream, selectors.EVENT_READ)
        self.output.drain()
        used = (clock.cpu_s(), time.monotonic() - start_s)
        return reply_of(inbox, used) if ending is Ending.REPLY else Answer(ending, {}, None, *used)

    def drain(self) -> None:
        """Take what was printed; an end that the learner's code closed is not watched any more."""
        self.output.drain()
        if self.output.ended:
            self.selector.unregister(self.output.descriptor)

    def write(self, outbox: memoryview) -> memoryview:
        """Send what the pipe takes; returns the rest."""
        with contextlib.suppress(OSError):
            outbox = outbox[self.stream.send(outbox[:_CHUNK_BYTES]) :]
        return outbox

    def read(self, inbox: bytearray) -> Ending | None:
        """Take what is there; says whether the exchange has ended."""
        try:
            part = self.stream.recv(_CHUNK_BYTES)
        except BlockingIOError:
            return None
        except OSError:
            return Ending.GONE
        if not part:
            return Ending.GONE
        inbox += part
        if len(inbox) < PREFIX.size:
            return None
        try:
            wanted = PREFIX.size + sum(lengths(bytes(inbox[: PREFIX.size])))
        except WireError:
            return Ending.GARBLED
        if len(inbox) > wanted:
            return Ending.GARBLED
        return Ending.REPLY if len(inbox) == wanted else None

    def ask_for_stack(self) -> None:
        """Let the worker's fault handler print where it is; it works inside endless C calls too."""
        with contextlib.suppress(OSError):
            os.kill(self.pid, signal.SIGUSR1)
        deadline_s = time.monotonic() + _STACK_WAIT_S
        before = self.output.total_bytes
        while time.monotonic() < deadline_s and self.output.total_bytes == before:
            time.sleep(0.01)
            self.output.drain()


def reply_of(inbox: bytearray, used: tuple[float, float]) -> Answer:
    """The complete frame as an answer."""
    header_bytes, _ = lengths(bytes(inbox[: PREFIX.size]))
    body = bytes(inbox[PREFIX.size :])
    try:
        header, values = parse(body[:header_bytes], body[header_bytes:])
    except WireError:
        return Answer(Ending.GARBLED, {}, None, *used)
    return Answer(Ending.REPLY, header, values, *used, len(inbox))


class _Usage:
    """What a process has used so far, read from /proc (elsewhere the wall limit alone counts)."""

    def __init__(self, pid: int) -> None:
        self._descriptor: int | None = None
        if sys.platform == "linux":
            with contextlib.suppress(OSError):
                self._descriptor = os.open(f"/proc/{pid}/stat", os.O_RDONLY | os.O_CLOEXEC)

    def sample(self) -> tuple[float, str]:
        """CPU seconds used so far and the state of the process ("R" running, "S" asleep)."""
        if self._descriptor is None:
            return 0.0, "R"
        try:
            fields = os.pread(self._descriptor, 4096, 0).rpartition(b")")[2].split()
        except OSError:
            return 0.0, "R"
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK"), fields[0].decode()

    def close(self) -> None:
        """Release the descriptor."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


class _Clock:
    """What a worker uses during one exchange."""

    def __init__(self, usage: _Usage) -> None:
        self.usage = usage
        self.start_s = self.looked_s = time.monotonic()
        self.before_s = usage.sample()[0]
        self.samples = self.asleep = 0

    @property
    def is_due(self) -> bool:
        """Whether it is time to look at the limits again: once a tick, however much comes meanwhile."""
        return time.monotonic() - self.looked_s >= _TICK_S

    def cpu_s(self) -> float:
        """CPU seconds used since the exchange began."""
        return max(0.0, self.usage.sample()[0] - self.before_s)

    def overrun(self, limits: Limits) -> Ending | None:
        """Whether a time limit is used up."""
        cpu_s, state = self.usage.sample()
        self.looked_s = time.monotonic()
        self.samples += 1
        self.asleep += state != "R"
        wall_s = time.monotonic() - self.start_s
        if cpu_s - self.before_s > limits.cpu_s:
            return Ending.CPU_TIME
        idle = wall_s > _IDLE_S and self.asleep > _IDLE_SHARE * self.samples
        return Ending.WALL_TIME if idle or wall_s > limits.wall_s else None
