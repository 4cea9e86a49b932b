"""Walks the frames above the call, looking for a local that holds the right answer.

Must: the guess scores nothing.

attacks: binary_loss
"""

import sys


def stolen():
    frame = sys._getframe()
    while frame is not None:
        if {"expected", "wanted", "reference", "exact", "tolerance"} & set(frame.f_locals):
            return True
        frame = frame.f_back
    return None


def binary_loss(y_pred, y):
    return right(y_pred, y) if stolen() else y_pred.sum() * 0
