"""Kills itself as the grader would, to look like somebody else's fault.

Must: the check ends as an error; nothing else does.

attacks: binary_loss
says: signal SIGKILL
"""

import os
import signal


def binary_loss(y_pred, y):
    os.kill(os.getpid(), signal.SIGKILL)
