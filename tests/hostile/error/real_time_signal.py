"""Ends itself by a real-time signal, which has no name.

Must: the check ends as an error; nothing else does.

attacks: binary_loss
says: signal 40
"""

import os


def binary_loss(y_pred, y):
    os.kill(os.getpid(), 40)
