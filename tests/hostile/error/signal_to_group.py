"""Signals its process group, in which its parent is.

Must: it is refused, in words for the learner.

attacks: binary_loss
says: Graded code cannot send signals
"""

import os
import signal


def binary_loss(y_pred, y):
    os.killpg(0, signal.SIGCONT)
    return right(y_pred, y)
