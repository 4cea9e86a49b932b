"""Mounts a file system over its folder.

Must: it is refused, in words for the learner.

attacks: binary_loss
says: Graded code runs in a locked room
"""

import ctypes
import os


def binary_loss(y_pred, y):
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.mount(b"none", os.getcwd().encode(), b"tmpfs", 0, None):
        raise OSError(ctypes.get_errno(), "refused")
    return right(y_pred, y)
