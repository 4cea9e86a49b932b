"""Announces a reply of 100 MiB and never sends it.

Must: the clock runs out.

attacks: binary_loss
limits: cpu_s=1 wall_s=4
"""

import os
import socket
import stat
import sys
import time

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
    pipe().sendall(PREFIX.pack(MAGIC, 2, 100 << 20))
    time.sleep(600)
    return right(y_pred, y)
