"""Reads the solution from the checkout.

Must: the guess scores nothing.

attacks: binary_loss
"""


def stolen():
    try:
        return open("@checkout@/solutions/exercise3.py").read()
    except (OSError, ImportError):
        return None


def binary_loss(y_pred, y):
    return right(y_pred, y) if stolen() else y_pred.sum() * 0
