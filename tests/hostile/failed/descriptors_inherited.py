"""Looks for a descriptor besides its own four: a file, a socket, a pipe that was left open.

Must: the guess scores nothing.

attacks: binary_loss
"""

import os


def stolen():
    found = []
    for number in range(256):
        try:
            os.fstat(number)
        except OSError:
            continue
        found.append(number)
    return len(found) > 4


def binary_loss(y_pred, y):
    return right(y_pred, y) if stolen() else y_pred.sum() * 0
