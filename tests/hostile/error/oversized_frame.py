"""Announces a reply of a tebibyte.

Must: it is refused before memory is taken for it.

attacks: binary_loss
says: did not give a readable answer
"""

import os
import socket
import stat
import sys

from grader.sandbox.contract.wire import MAGIC, PREFIX


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
    pipe().sendall(PREFIX.pack(MAGIC, 1 << 20, 1 << 40))
    return right(y_pred, y)
