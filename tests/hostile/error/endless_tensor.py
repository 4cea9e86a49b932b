"""Sends an empty tensor whose strides no machine can hold.

Must: the reader refuses the shape; it is no fault of the grader.

attacks: binary_loss
says: did not give a readable answer
"""

import os
import socket
import stat
import sys

from grader.sandbox.contract.wire import Packer, frame


def request_above():
    """The request that is being answered, out of the frames above."""
    step = sys._getframe()
    while "request" not in step.f_locals:
        step = step.f_back
    return step.f_locals["request"]


def pipe():
    """The socket to the checker."""
    found = [number for number in range(64) if is_socket(number)]
    return socket.socket(fileno=os.dup(found[0]))


def is_socket(number):
    try:
        return stat.S_ISSOCK(os.fstat(number).st_mode)
    except OSError:
        return False


def forge(values, **fields):
    """Send a reply of our own to the present request."""
    request, packer = request_above(), Packer()
    header = {"id": request["id"], "nonce": request["nonce"], "status": "ok", "notices": []}
    header |= {name: packer.value(value) for name, value in values.items()} | fields
    pipe().sendall(frame(header, packer))


def binary_loss(y_pred, y):
    forge({}, value={"T": 0, "dtype": "float32", "shape": [0, 1 << 39, 1 << 39]}, buffers=[0])
    return right(y_pred, y)


class EmptyBuffer(Packer):
    def __init__(self):
        super().__init__([b""])


Packer = EmptyBuffer
