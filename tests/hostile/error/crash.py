"""Reads address 0.

Must: the check ends as an error; nothing else does.

attacks: binary_loss
says: crashed the Python process
"""

import ctypes


def binary_loss(y_pred, y):
    ctypes.string_at(0)
