"""Sends a reply whose header is nested a hundred thousand times.

Must: the reader gives up, and only on this reply.

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
    text = b'{"value": ' + b"[" * 100_000
    pipe().sendall(PREFIX.pack(MAGIC, len(text), 0) + text)
    return right(y_pred, y)
