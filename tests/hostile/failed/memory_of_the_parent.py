"""Reads memory, environment and command line of the process that made it.

Must: the guess scores nothing.

attacks: binary_loss
"""

import os


def stolen():
    for name in ("mem", "environ", "cmdline", "maps", "fd/0"):
        try:
            if open(f"/proc/{os.getppid()}/{name}", "rb").read(1):
                return name
        except OSError:
            continue
    return None


def binary_loss(y_pred, y):
    return right(y_pred, y) if stolen() else y_pred.sum() * 0
