"""Puts the checkout on sys.path and imports the hidden checks.

Must: the guess scores nothing.

attacks: binary_loss
"""

import sys


def stolen():
    sys.path.insert(0, "@checkout@")
    try:
        import grader.checks.exercise3 as checks

        return checks
    except (OSError, ImportError):
        return None


def binary_loss(y_pred, y):
    return right(y_pred, y) if stolen() else y_pred.sum() * 0
