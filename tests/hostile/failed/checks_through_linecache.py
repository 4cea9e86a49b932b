"""Asks linecache for the lines of the hidden checks.

Must: the guess scores nothing.

attacks: binary_loss
"""

import linecache


def stolen():
    return linecache.getlines("@checkout@/grader/checks/exercise3.py")


def binary_loss(y_pred, y):
    return right(y_pred, y) if stolen() else y_pred.sum() * 0
