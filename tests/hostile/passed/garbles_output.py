"""Writes bytes that are no text, escapes and half characters.

Must: the right answer keeps its points, and nothing else happens.

attacks: binary_loss
"""

import os


def binary_loss(y_pred, y):
    os.write(1, bytes(range(256)) * 64 + b"\xed\xa0\x80\x1b[2J")
    os.write(2, b"\xff\xfe" * 64)
    return right(y_pred, y)
