"""Lists all processes, to find the checker.

Must: the guess scores nothing.

attacks: binary_loss
"""

import os


def stolen():
    try:
        return os.listdir("/proc")
    except (OSError, ImportError):
        return None


def binary_loss(y_pred, y):
    return right(y_pred, y) if stolen() else y_pred.sum() * 0
