"""The worker's end of the pipe: blocking reads of requests, writes of replies."""

from __future__ import annotations

import socket
from typing import Any

import torch

from grader.sandbox.contract.wire import PREFIX, Packer, frame
from grader.sandbox.contract.wire_reader import Unpacker, lengths, parse


class Pipe:
    """Frames over a connected stream socket."""

    def __init__(self, stream: socket.socket) -> None:
        self.stream = stream

    def receive(self) -> tuple[dict[str, Any], Unpacker] | None:
        """The next request, or None when the checker has gone."""
        prefix = self.exactly(PREFIX.size)
        if prefix is None:
            return None
        header_bytes, payload_bytes = lengths(prefix)
        header, payload = self.exactly(header_bytes), self.exactly(payload_bytes)
        return None if header is None or payload is None else parse(header, payload, torch.device)

    def exactly(self, count: int) -> bytes | None:
        """`count` bytes, or None at the end of the stream."""
        parts = bytearray()
        while len(parts) < count:
            part = self.stream.recv(min(count - len(parts), 1 << 20))
            if not part:
                return None
            parts += part
        return bytes(parts)

    def send(self, header: dict[str, Any], packer: Packer) -> None:
        """Write one frame."""
        self.stream.sendall(frame(header, packer))
