"""Reads the command line that the grader was started with.

Must: the guess scores nothing.

attacks: binary_loss
"""

import sys


def stolen():
    try:
        raw = open("/proc/self/cmdline", "rb").read().strip(b"\0")
    except OSError:
        raw = b""
    return raw or sys.orig_argv or sys.argv[1:]


def binary_loss(y_pred, y):
    return right(y_pred, y) if stolen() else y_pred.sum() * 0
