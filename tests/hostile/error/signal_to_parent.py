"""Signals its parent (with SIGCONT, which would do no harm).

Must: it is refused, in words for the learner.

attacks: binary_loss
says: Graded code cannot send signals
"""

import os
import signal


def binary_loss(y_pred, y):
    os.kill(os.getppid(), signal.SIGCONT)
    return right(y_pred, y)
