"""Reads the file of another submission out of that worker's scratch folder.

Must: the guess scores nothing.

attacks: binary_loss
"""

import glob


def stolen():
    try:
        return [open(file).read() for file in (*glob.glob("@temp@/*/exercise*.py"), "@other@")]
    except (OSError, ImportError):
        return None


def binary_loss(y_pred, y):
    return right(y_pred, y) if stolen() else y_pred.sum() * 0
