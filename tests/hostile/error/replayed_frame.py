"""Sends an old reply, with the number and nonce of an earlier request, in place of the new one.

Must: it is no reply to this request.

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


def binary_loss(y_pred, y):
    packer = Packer()
    node = packer.value(right(y_pred, y).detach())
    pipe().sendall(frame({"id": 1, "nonce": "0" * 16, "status": "ok", "value": node}, packer))
    return right(y_pred, y)
