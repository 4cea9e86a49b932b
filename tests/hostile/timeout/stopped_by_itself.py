"""Stops its own process, as Ctrl-Z would.

Must: its time runs out, and only its own.

attacks: binary_loss
limits: cpu_s=1 wall_s=4
"""

import os
import signal


def binary_loss(y_pred, y):
    os.kill(os.getpid(), signal.SIGSTOP)
    return right(y_pred, y)
