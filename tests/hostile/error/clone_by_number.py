"""Makes a process with the bare clone call (the child would end at once).

Must: it is refused, in words for the learner.

attacks: binary_loss
says: OSError|PermissionError
machine: x86_64
"""

import ctypes
import os


def binary_loss(y_pred, y):
    libc = ctypes.CDLL(None, use_errno=True)
    child = libc.syscall(56, 17, 0, 0, 0, 0)
    if child == 0:
        os._exit(0)
    if child < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return right(y_pred, y)
