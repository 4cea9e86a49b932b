"""Signals every process that it may.

Must: it is refused, in words for the learner.

attacks: binary_loss
says: Graded code cannot send signals
"""

import os
import signal


def binary_loss(y_pred, y):
    os.kill(-1, signal.SIGCONT)
    return right(y_pred, y)
