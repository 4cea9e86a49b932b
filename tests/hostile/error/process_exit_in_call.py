"""Ends the process with exit status 0, past every handler.

Must: the check ends as an error; nothing else does.

attacks: binary_loss
says: exit status 0
"""

import os


def binary_loss(y_pred, y):
    os._exit(0)
