"""Forks a daemon that leaves the session and outlives the submission.

Must: it is refused, in words for the learner.

attacks: binary_loss
says: Graded code cannot start processes
"""

import ctypes
import os
import time


def binary_loss(y_pred, y):
    if os.fork() == 0:
        ctypes.CDLL(None).prctl(15, b"hostile-daemon", 0, 0, 0)
        os.setsid()
        time.sleep(3)
        os._exit(0)
    return right(y_pred, y)
