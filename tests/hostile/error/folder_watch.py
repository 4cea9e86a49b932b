"""Watches what others do in a folder.

Must: it is refused, in words for the learner.

attacks: binary_loss
says: Graded code runs in a locked room
"""

import ctypes


def binary_loss(y_pred, y):
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.inotify_init() < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return right(y_pred, y)
