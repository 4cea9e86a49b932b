"""Claims in a forged reply that the function is not written yet.

Must: a function whose text is written does not pass for an unwritten one; it scores nothing.

attacks: binary_loss
"""

import os
import select
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
    end = pipe()
    end.sendall(frame(header, packer))
    # The worker's own reply is held back until the checker has gone on; joined, the two would be no reply.
    select.select([end], [], [], 5)


def binary_loss(y_pred, y):
    failure = {"type": "NotImplementedError", "bases": ["NotImplementedError"], "text": "", "stub": True}
    forge({}, status="raised", error=failure)
    return right(y_pred, y)
