"""What crosses the socket: one JSON object a message, its length before it, descriptors beside the first bytes."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import struct
from collections.abc import Sequence
from typing import Any

_LENGTH = struct.Struct("!I")
_LIMIT_BYTES = 16 << 20
_DESCRIPTORS = 8
_CHUNK_BYTES = 1 << 16


class Broken(Exception):
    """The other side has gone, or what came is no message."""


def send(stream: socket.socket, message: dict[str, Any], descriptors: Sequence[int] = ()) -> None:
    """Send a message.

    Raises:
        Broken: the other side has gone.
    """
    data = json.dumps(message).encode("ascii")
    try:
        socket.send_fds(stream, [_LENGTH.pack(len(data))], list(descriptors))
        stream.sendall(data)
    except OSError as error:
        raise Broken(str(error)) from error


def receive(stream: socket.socket) -> tuple[dict[str, Any], list[int]]:
    """The next message and its descriptors, which are the caller's to close.

    Raises:
        Broken: the other side has gone, nothing came in time, or what came is no message.
    """
    descriptors: list[int] = []
    try:
        head, descriptors, _, _ = socket.recv_fds(stream, _LENGTH.size, _DESCRIPTORS)
        head += _exactly(stream, _LENGTH.size - len(head))
        message = json.loads(_exactly(stream, _LENGTH.unpack(head)[0]))
    except (OSError, ValueError) as error:
        close(descriptors)
        raise Broken(str(error)) from error
    if not isinstance(message, dict):
        close(descriptors)
        raise Broken("no object")
    return message, descriptors


def close(descriptors: Sequence[int]) -> None:
    """Close descriptors."""
    for descriptor in descriptors:
        with contextlib.suppress(OSError):
            os.close(descriptor)


def peer_uid(stream: socket.socket) -> int:
    """The user at the other end of a unix socket, as the kernel knows it."""
    credentials = stream.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    return int(struct.unpack("3i", credentials)[1])


def _exactly(stream: socket.socket, count: int) -> bytes:
    if count > _LIMIT_BYTES:
        raise ValueError("too long")
    data = bytearray()
    while len(data) < count:
        part = stream.recv(min(_CHUNK_BYTES, count - len(data)))
        if not part:
            raise ValueError("the other side has gone")
        data += part
    return bytes(data)
